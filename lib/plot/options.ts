/** @file What every picture takes. A file of its own: declarations that users read must not lead to a package that is optional. */

export interface PictureOptions {
  /** Stands above the picture; by default it says what is shown. */
  title?: string;
}

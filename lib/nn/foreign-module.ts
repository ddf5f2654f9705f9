/** @file ForeignModule: stands in a container for an object of a class that nn does not have. */
import { Module } from './module.js';

/** An object of a class of Torch's, as files hold it. */
export interface ForeignInstance {
  readonly typename: string;
  readonly fields: unknown;
}

/** Can be printed, replaced and saved again, and not run. Its tensors are not among the parameters, and keep their type. */
export class ForeignModule extends Module {
  readonly instance: ForeignInstance;

  constructor(instance: ForeignInstance) {
    super();
    this.instance = instance;
  }

  override updateOutput(): never {
    return this.refuse('forward');
  }

  override updateGradInput(): never {
    return this.refuse('backward');
  }

  override updateROutput(): never {
    return this.refuse('rForward');
  }

  override updateRGradInput(): never {
    return this.refuse('rBackward');
  }

  override toString(): string {
    return this.instance.typename;
  }

  private refuse(method: string): never {
    throw new TypeError(
      `${this.describe()}.${method}: expected a class of nn, got one that is known by its fields only`,
    );
  }
}

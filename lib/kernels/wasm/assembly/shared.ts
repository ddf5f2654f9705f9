/** @file The exports of the module whose memory several threads share. */
export * from './threads';

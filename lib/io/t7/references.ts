/** @file Which objects a file has, by their numbers: what is met again is the same object. */

/** Torch numbers objects 1, 2, 3 … as they come, which makes a list of them; other numbers are looked up. */
export class ReadReferences {
  readonly #list: (object | undefined)[] = [];
  readonly #others = new Map<number, object | undefined>();

  get(index: number): object | undefined {
    return index <= this.#list.length ? this.#list[index - 1] : this.#others.get(index);
  }

  /** Without an object, keeps its place in the list. */
  set(index: number, object: object | undefined): void {
    if (index <= this.#list.length) this.#list[index - 1] = object;
    else if (index === this.#list.length + 1) this.#list.push(object);
    else this.#others.set(index, object);
  }

  /** Runs `read`, and forgets the objects it met when it fails. */
  during<T>(read: () => T): T {
    const [listed, others] = [this.#list.length, this.#others.size];
    try {
      return read();
    } catch (error) {
      this.#list.length = listed;
      for (const index of [...this.#others.keys()].slice(others)) this.#others.delete(index);
      throw error;
    }
  }
}

export class WriteReferences {
  readonly #numbers = new Map<object, number>();
  #count = 0;

  get(object: object): number | undefined {
    return this.#numbers.get(object);
  }

  /** The next number; kept for the object where one is given. */
  next(object: object | undefined): number {
    this.#count++;
    if (object) this.#numbers.set(object, this.#count);
    return this.#count;
  }

  /** Runs `write`, and forgets the objects it met when it fails. */
  during(write: () => void): void {
    const [known, count] = [this.#numbers.size, this.#count];
    try {
      write();
    } catch (error) {
      for (const object of [...this.#numbers.keys()].slice(known)) this.#numbers.delete(object);
      this.#count = count;
      throw error;
    }
  }
}

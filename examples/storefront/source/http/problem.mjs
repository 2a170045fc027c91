/** A failure that the caller is told about: an HTTP status, a stable code and a sentence. */
export class Problem extends Error {
  name = 'Problem';

  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

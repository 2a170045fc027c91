import type { Express } from 'express';
import request, { type Test } from 'supertest';

/** A person who uses the API with a token. */
export class ApiPerson {
  readonly app: Express;
  readonly subject: string;
  readonly token: string;

  constructor(app: Express, subject: string, token: string) {
    this.app = app;
    this.subject = subject;
    this.token = token;
  }

  /** The same person at another API. */
  at(app: Express): ApiPerson {
    return new ApiPerson(app, this.subject, this.token);
  }

  get(path: string): Test {
    return this.signed(request(this.app).get(path));
  }

  post(path: string, body?: object): Test {
    return this.signed(request(this.app).post(path)).send(body);
  }

  put(path: string, body?: object): Test {
    return this.signed(request(this.app).put(path)).send(body);
  }

  patch(path: string, body?: object): Test {
    return this.signed(request(this.app).patch(path)).send(body);
  }

  delete(path: string): Test {
    return this.signed(request(this.app).delete(path));
  }

  /** Sends a body as it is, under a media type. */
  sendText(method: 'post' | 'put', path: string, mediaType: string, text: string): Test {
    return this.signed(request(this.app)[method](path)).set('Content-Type', mediaType).send(text);
  }

  private signed(test: Test): Test {
    return test.set('Authorization', `Bearer ${this.token}`);
  }
}

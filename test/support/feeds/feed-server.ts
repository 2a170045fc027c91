import { createHash } from 'node:crypto';
import { startAnswering } from '../metrics/answering-server.ts';

type Answer = { readonly status: number; readonly body: string; readonly location?: string };
type Event = { readonly uid: string; readonly title: string; readonly day: string };

/** A server that publishes a calendar, tells its versions apart, and can be broken. */
export type FeedServer = {
  readonly url: string;
  /** Publishes events of a day each. */
  readonly serve: (events: readonly Event[]) => void;
  /** Answers so, whatever is asked. */
  readonly answer: (answer: Answer) => void;
  /** With which status each question was answered. */
  readonly asked: () => readonly number[];
  readonly close: () => Promise<void>;
};

export async function startFeedServer(): Promise<FeedServer> {
  const statuses: number[] = [];
  let next: Answer = { status: 404, body: '' };
  const { url, close } = await startAnswering((request, response) => {
    const { status, body, location } = next;
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    const isSame = status === 200 && request.headers['if-none-match'] === etag;
    statuses.push(isSame ? 304 : status);
    const headers = { etag, ...(location === undefined ? {} : { location }) };
    response.writeHead(isSame ? 304 : status, headers).end(isSame ? '' : body);
  });
  return {
    url,
    serve(events) {
      next = { status: 200, body: calendarOf(events) };
    },
    answer(answer) {
      next = answer;
    },
    asked: () => statuses,
    close,
  };
}

function calendarOf(events: readonly Event[]): string {
  const parts = events.flatMap(({ uid, title, day }) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SUMMARY:${title}`,
    `DTSTART;VALUE=DATE:${day}`,
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', ...parts, 'END:VCALENDAR', ''].join('\r\n');
}

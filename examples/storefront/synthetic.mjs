import { parseArgs } from 'node:util';

const USAGE = `Usage: synthetic.mjs --url ORIGIN [--expect-version VERSION]

Shops like a customer at the web service: looks at what there is, orders, and reads the order back.
Prints one JSON line with what it saw; exits 0 when all was well and 1 when not.`;

const QUANTITY = 3;
const REQUEST_TIMEOUT_MS = 5_000;

function readSettings(args) {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, 'expect-version': { type: 'string' } },
  });
  const url = URL.parse(values.url ?? '');
  if (!url) throw new Error('--url must be the origin of the web service.');
  return { origin: url.origin, expectedVersion: values['expect-version'] };
}

async function ask(seen, origin, pathname, expectedStatus, body) {
  const response = await fetch(origin + pathname, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  const version = response.headers.get('x-version');
  if (!seen.versions.includes(version)) seen.versions.push(version);
  const answer = await response.json();
  if (response.status !== expectedStatus) {
    throw new Error(
      `${pathname} answered ${response.status} where ${expectedStatus} was expected: ` +
        `${answer.message ?? JSON.stringify(answer)}`,
    );
  }
  return answer;
}

/** Buys the first product there is, and notes in `seen` what came of it. */
async function shop(origin, seen) {
  seen.reported = await ask(seen, origin, '/version', 200);
  const { products } = await ask(seen, origin, '/products', 200);
  const product = products[0];
  if (!product) throw new Error('The shop sells nothing.');
  seen.expectedCents = product.priceCents * QUANTITY;
  const form = { sku: product.sku, quantity: QUANTITY };
  seen.order = await ask(seen, origin, '/orders', 201, form);
  seen.readBack = await ask(seen, origin, `/orders/${encodeURIComponent(seen.order.id)}`, 200);
}

/** What is wrong with what was seen, one sentence each. */
function judge({ order, readBack, expectedCents, reported, versions }, expectedVersion) {
  const problems = [];
  if (order.amountCents !== expectedCents) {
    problems.push(`The order costs ${order.amountCents} cents instead of ${expectedCents}.`);
  }
  if (order.quantity !== QUANTITY) problems.push(`The order has quantity ${order.quantity}.`);
  if (!order.paymentId) problems.push('The order has no payment.');
  // Two versions of orders may answer in turn, and the older one leaves out what it does not know.
  const shared = (field) => field in order && field in readBack;
  for (const field of Object.keys(order).filter(shared)) {
    if (order[field] !== readBack[field]) {
      problems.push(`${field} was ${order[field]} when ordered and ${readBack[field]} afterwards.`);
    }
  }
  if (expectedVersion !== undefined) {
    const others = [reported.version, ...versions].filter((version) => version !== expectedVersion);
    if (others.length > 0) {
      problems.push(`Version ${others[0]} answered where ${expectedVersion} was expected.`);
    }
  }
  return problems;
}

async function transact({ origin, expectedVersion }) {
  const seen = { url: origin, versions: [] };
  try {
    await shop(origin, seen);
    return { ...seen, problems: judge(seen, expectedVersion) };
  } catch (error) {
    const reason = error.cause?.message ?? error.message;
    return { ...seen, problems: [`The transaction broke off: ${reason}`] };
  }
}

let settings;
try {
  settings = readSettings(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`synthetic: ${error.message}\n\n${USAGE}\n`);
  process.exit(2);
}
const { problems, ...seen } = await transact(settings);
process.stdout.write(`${JSON.stringify({ ok: problems.length === 0, problems, ...seen })}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

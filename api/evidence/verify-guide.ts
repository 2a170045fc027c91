const introduction = `# Check this archive yourself

Everything here can be checked offline, with \`bash\`, \`sha256sum\`, \`openssl\` 3 and Node 20 or
later, and without Tidegate. Run each step in the folder that this file is in. A step that fails
ends with an exit code other than 0. \`tidegate verify ARCHIVE.tar.gz\` does the same at once.

What no check inside an archive can show is that the key is ours: whoever makes a whole archive anew
can put a key of their own into it. **Compare the key id with one that you got another way**, such
as from the operator of Tidegate or from an archive of an earlier year:

`;

const steps = `
It is the RFC 7638 thumbprint of the public key in \`keys/signing-key.pem\`.

## 1. No file was changed, added or removed

\`people.html\` may be missing: it holds names, and can be left out or deleted.

\`\`\`sh
sha256sum --check --strict --quiet --ignore-missing SHA256SUMS
diff <(cut -c67- SHA256SUMS | grep -vx people.html | LC_ALL=C sort) \\
  <(find . -type f | cut -c3- | grep -vxE 'people.html|SHA256SUMS(\\.jws)?' | LC_ALL=C sort)
\`\`\`

## 2. The list of files is signed

\`\`\`sh
temporary=$(mktemp -d)
IFS=. read -r header payload signature < SHA256SUMS.jws
printf %s.%s "$header" "$payload" > "$temporary/signed"
printf '%s==' "$signature" | tr -- -_ +/ | base64 -d > "$temporary/signature"
openssl pkeyutl -verify -rawin -pubin -inkey keys/signing-key.pem \\
  -in "$temporary/signed" -sigfile "$temporary/signature"
rm -r "$temporary"
said=$(node -p 'Buffer.from(process.argv[1], "base64url").toString()' "$payload")
echo "$said"
[[ $said == *"\\"sums\\":\\"sha256:$(sha256sum < SHA256SUMS | cut -c1-64)\\""* ]]
\`\`\`

## 3. The ledger is a chain from its beginning to the entry that was signed

Each entry names the hash of the one before it, so that none can be changed, removed or moved.

\`\`\`sh
node --input-type=module - <<'SCRIPT'
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
const sha256 = (text) => 'sha256:' + createHash('sha256').update(text).digest('hex');
const lines = (file) => readFileSync(file, 'utf8').split('\\n').filter((line) => line !== '');
let previousHash = sha256('tidegate/ledger/genesis/v1');
let position = 0;
for (const line of lines('ledger.jsonl')) {
  const { release, sort, seq, recordedAt, content, hash } = JSON.parse(line);
  position += 1;
  const contentHash = sha256('tidegate/ledger/content/v1\\n' + sort + '\\n' + content);
  const link = { contentHash, position, previousHash, recordedAt, release, seq, sort };
  previousHash = sha256('tidegate/ledger/link/v1\\n' + JSON.stringify(link));
  if (hash !== previousHash) throw new Error('Entry ' + position + ' does not fit.');
}
const [, payload] = readFileSync('SHA256SUMS.jws', 'utf8').split('.');
const { ledger } = JSON.parse(Buffer.from(payload, 'base64url'));
if ((ledger?.position ?? 0) !== position) throw new Error('Entries are missing at the end.');
if (ledger !== null && ledger.hash !== previousHash) throw new Error('The end was replaced.');
console.log(position + ' entries up to ' + previousHash);
SCRIPT
\`\`\`

## 4. What people said is signed, and is what the ledger recorded

The digest of a statement is the sha-256 of its signed bytes; the ledger names it in the fact that
accepted it. The digest of the plan, which people approved, is that of the file \`plan.json\`.

\`\`\`sh
node --input-type=module - <<'SCRIPT'
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
const sha256 = (bytes) => 'sha256:' + createHash('sha256').update(bytes).digest('hex');
const lines = (file) => readFileSync(file, 'utf8').split('\\n').filter((line) => line !== '');
const { keys } = JSON.parse(readFileSync('keys/key-ring.json', 'utf8'));
const payloadOf = (jws) => {
  const [header, payload, signature] = jws.trim().split('.');
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const jwk = keys.find((key) => key.kid === kid)?.jwk;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(header + '.' + payload);
  if (alg !== 'EdDSA' || !verify(null, signed, key, Buffer.from(signature, 'base64url'))) {
    throw new Error('A signature does not hold: ' + jws.slice(0, 200));
  }
  return Buffer.from(payload, 'base64url');
};
const statements = lines('statements.jsonl').map((line) => JSON.parse(line).jws);
const signed = new Set(statements.map((jws) => sha256(payloadOf(jws))));
const entries = lines('ledger.jsonl').map((line) => JSON.parse(JSON.parse(line).content));
const accepted = entries.filter(({ event }) => event?.type === 'statement.accepted');
for (const { seq, event } of accepted) {
  if (!signed.has(event.digest)) throw new Error('The statement of fact ' + seq + ' is missing.');
}
const { planDigest } = JSON.parse(payloadOf(readFileSync('plan-seal.jws', 'utf8')));
if (planDigest !== sha256(readFileSync('plan.json'))) throw new Error('The plan is another one.');
console.log(accepted.length + ' statements of people, and the plan ' + planDigest);
SCRIPT
\`\`\`

## 5. The evidence is what was judged

Each file in \`evidence/\` is named by the sha-256 of its bytes, by which the ledger names it too.

\`\`\`sh
for file in evidence/*; do
  [ ! -e "$file" ] || echo "$(basename "$file")  $file" | sha256sum --check --strict --quiet
done
\`\`\`
`;

/**
 * How to check an evidence pack with nothing of Tidegate: `VERIFY.md`. Its commands run as they
 * stand, in a shell in the folder of the pack.
 */
export function verifyGuide(keyId: string): string {
  return `${introduction}    ${keyId}\n${steps}`;
}

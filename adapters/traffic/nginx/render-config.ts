import { join } from 'node:path';
import type { RouteRecord, Share } from '../division/division.ts';
import { SESSION_ATTRIBUTES, sessionToken } from '../division/session.ts';
import { accessLog, errorLog, type Generation, pidFile } from './state.ts';

/** The whole configuration of an nginx (1.22 and later). The same routes give the same text. */
export function renderConfig(
  root: string,
  statusPort: number,
  { generation, routes }: Pick<Generation, 'generation' | 'routes'>,
): string {
  const listening = Object.entries(routes).filter(([, { port }]) => port !== 0);
  const blocks = listening.map(([name, record], index) => renderRoute(root, name, record, index));
  return `# Written by Tidegate. Whoever changes it by hand stops the next change of its routes.
daemon off;
worker_processes 2;
worker_shutdown_timeout 10m;
pid ${quoted(pidFile(root))};
error_log ${quoted(errorLog(root))} notice;
events {
  worker_connections 4096;
}
http {
  server_tokens off;
  access_log off;
${temporaryFolders(root)}
  # nginx before 1.27.4 closes idle connections at a reload, maybe just as a request arrives.
  keepalive_timeout 0;
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_max_temp_file_size 0;
  proxy_http_version 1.1;
  proxy_connect_timeout 5s;
  proxy_set_header Host $http_host;
  proxy_set_header Connection "";
  proxy_set_header TE "";
  proxy_set_header Proxy-Authorization "";
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto $scheme;
  server {
    listen 127.0.0.1:${statusPort};
    location = /generation {
      default_type text/plain;
      return 200 "${generation}";
    }
  }
${blocks.join('')}}
`;
}

/** The version that an upstream of the log is of. */
export function tokenOf(upstream: string): string {
  return upstream.slice(upstream.indexOf('_') + 1);
}

function renderRoute(root: string, name: string, record: RouteRecord, index: number): string {
  const { port, shares } = record;
  if (shares.length === 0) return closedRoute(name, port);
  const upstreams = shares.map((share) => renderUpstream(index, share));
  return `  # ${name}
${upstreams.join('')}${chooseNew(index, shares)}${chooseSession(index, record)}
  log_format r${index} escape=json
    '{"route":"${name}","upstream":"$r${index}","status":$status,'
    '"seconds":$request_time,"completion":"$request_completion","method":"$request_method",'
    '"promised":"$sent_http_content_length","sent":$body_bytes_sent}';
  server {
    listen 127.0.0.1:${port};
    access_log ${quoted(accessLog(root))} r${index};
    location / {
      add_header Set-Cookie $r${index}_cookie always;
      proxy_pass http://$r${index};
    }
  }
`;
}

function closedRoute(name: string, port: number): string {
  const problem = { type: 'about:blank', title: 'Nothing serves here', status: 503, about: name };
  return `  # ${name}
  server {
    listen 127.0.0.1:${port};
    location / {
      default_type application/problem+json;
      return 503 '${JSON.stringify(problem)}';
    }
  }
`;
}

function renderUpstream(index: number, share: Share): string {
  const servers = share.addresses.map((address) => `    server ${new URL(address).host};\n`);
  return `  upstream ${upstreamName(index, share)} {\n${servers.join('')}  }\n`;
}

/** Who comes anew is divided by the weights, each request by a random number of its own. */
function chooseNew(index: number, shares: readonly Share[]): string {
  const open = shares.filter(({ weightPercent }) => weightPercent > 0);
  const lines = open.map((share, position) => {
    const part = position === open.length - 1 ? '*' : `${share.weightPercent.toFixed(2)}%`;
    return `    ${part} ${upstreamName(index, share)};\n`;
  });
  return `  split_clients $request_id $r${index}_new {\n${lines.join('')}  }\n`;
}

/** Who has met a version that still has a share stays on it. */
function chooseSession(index: number, { sessions, shares }: RouteRecord): string {
  const none = `  map "" $r${index}_cookie {\n    default "";\n  }\n`;
  if (sessions === null) {
    return `  map "" $r${index} {\n    default $r${index}_new;\n  }\n${none}`;
  }
  const pairs = shares.map((share) => [sessionToken(share.digest), upstreamName(index, share)]);
  const stays = pairs.map(([token, upstream]) => `    ${token} ${upstream};\n`);
  const tokens = pairs.map(([token, upstream]) => `    ${upstream} ${token};\n`);
  return `  map $cookie_${sessions.cookie} $r${index}_stays {
    default "";
${stays.join('')}  }
  map $r${index}_stays $r${index} {
    default $r${index}_stays;
    "" $r${index}_new;
  }
  map $r${index} $r${index}_token {
${tokens.join('')}  }
  map $r${index}_stays $r${index}_cookie {
    default "";
    "" "${sessions.cookie}=$r${index}_token; ${SESSION_ATTRIBUTES}";
  }
`;
}

function upstreamName(index: number, { digest }: Share): string {
  return `r${index}_${sessionToken(digest)}`;
}

/** Below its own folder: nginx makes them when it starts, though it never fills them. */
function temporaryFolders(root: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${quoted(join(root, 'temp', kind))};`)
    .join('\n');
}

const quoted = (text: string) => `"${text.replaceAll(/["\\$]/g, '\\$&')}"`;

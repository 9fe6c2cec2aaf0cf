// The portal as infra/template.yaml deploys it: the pages from files, the desk as `bootstrap` in its three roles under
// `cargo lambda watch` (which plays Lambda), DynamoDB by dynoxide, the bucket of files by moto, and a small server in front that
// plays CloudFront with the template's own functions and headers. Letters are read at /_mail, as `deskmark serve` shows them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { connect, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { DAY, TYPES } from './built.mjs';
import { binary, root } from './portal.mjs';

const PATIENCE_MS = 60_000;
/** The most bytes that Lambda is handed at once. API Gateway writes four of a form for three. */
const LARGEST_EVENT = 6 * 1024 * 1024;
const ORIGIN_SECRET = '0123456789abcdef0123456789abcdef';

/** A tool `./tests/run` installs. */
function tool(path) {
  const file = join(root, 'tests/.tools', path);
  if (!existsSync(file)) throw new Error(`${file} is missing: ./tests/run installs it`);
  return file;
}

/** Asks until there is an answer. */
async function until(what, ask) {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    const answer = await ask().catch(() => null);
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** A port nobody listens on now. */
function freePort() {
  return new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** Whether somebody listens on a port. Lambda answers nothing before a function has. */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

/** The template as CloudFormation gets it. */
function translated() {
  const script = [join(root, 'tests/suite/harness/translate.py'), join(root, 'infra/template.yaml')];
  const done = spawnSync(tool('venv/bin/python'), script, { encoding: 'utf8', env: { ...process.env, AWS_DEFAULT_REGION: 'ap-southeast-1' } });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout).Resources;
}

/** Starts all of it with a content folder. Gives what `startPortal` gives, and the origin of the bucket of files. */
export async function startCloud(content = join(root, 'content')) {
  const folder = mkdtempSync(join(tmpdir(), 'deskmark-cloud-'));
  const children = [];
  const end = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    for (const act of end.reverse()) await act();
  };
  let output = '';
  const start = (file, args, env = {}) => {
    // `cargo lambda` looks for a project, also where it is to build none.
    const child = spawn(file, args, { cwd: root, env: { ...process.env, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
    children.push(child);
    return child;
  };

  try {
    const template = translated();
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const built = spawnSync(binary(), ['build', '--content', content, '--at', DAY, '--out', join(folder, 'dist'), '--base-url', base], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stdout + built.stderr);
    const dynamodb = await startTables(start, template);
    const mail = await startMail(start);
    const bucket = await startBucket(start, end, template, base);
    const lambdas = await startFunctions(start, template, { dynamodb, mail, bucket, desk: join(folder, 'dist/desk') });
    end.push(pump(dynamodb, lambdas.EffectsFunction, template));
    const server = createServer(cloudfront(template, { lambda: lambdas.HttpFunction, mail, bucket, public: join(folder, 'dist/public') }));
    await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
    end.push(() => { server.closeAllConnections(); server.close(); });
    const signIn = async (role) => {
      const email = member(content, role);
      const form = new URLSearchParams({ email });
      const asked = await fetch(`${base}/desk/sign-in`, { method: 'POST', body: form, headers: { origin: base } });
      if (!asked.ok) throw new Error(`${asked.status}: ${await asked.text()}\n${output}`);
      return until('the code', async () => {
        const letter = mail.letters.findLast(({ to }) => to.includes(email));
        return /http\S+\/desk\/sign-in\/open\S+/.exec(letter.text)[0];
      });
    };
    return { base, bucket, signIn, stop, output: () => output };
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${output}`, { cause: error });
  }
}

/** The address of a member of the desk `it` in a role. */
function member(content, role) {
  const members = readFileSync(join(content, 'desks/it.toml'), 'utf8').split('[[members]]');
  return /^email = "(.*)"$/m.exec(members.find((one) => one.includes(`role = "${role}"`)))[1];
}

/** DynamoDB with the template's tables; gives a function that calls it. */
async function startTables(start, template) {
  const port = await freePort();
  start(tool('bin/dynoxide'), ['serve', '--port', String(port)]);
  const call = async (operation, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0', 'x-amz-target': operation, 'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`);
    return answer.json();
  };
  await until('the emulator answers', () => call('DynamoDB_20120810.ListTables', {}));
  for (const [name, { Type, Properties }] of Object.entries(template)) {
    if (Type !== 'AWS::DynamoDB::Table') continue;
    const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification } = Properties;
    const stream = StreamSpecification && { ...StreamSpecification, StreamEnabled: true };
    await call('DynamoDB_20120810.CreateTable', {
      TableName: name, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, StreamSpecification: stream,
    });
  }
  return { url: `http://127.0.0.1:${port}`, call };
}

/** A mail server that keeps what it is sent. */
async function startMail(start) {
  const letters = [];
  let rest = '';
  let port = null;
  start(tool('venv/bin/python'), [join(root, 'tests/suite/harness/smtp_sink.py')]).stdout.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('port ')) port = line.slice(5);
      if (line.startsWith('mail ')) letters.push(JSON.parse(line.slice(5)));
    }
  });
  await until('the mail server listens', async () => port);
  return { letters, url: `smtp://127.0.0.1:${port}` };
}

/**
 * S3 with an empty bucket `files`; gives its origin. moto looks at no form's policy and no signature. It would let pages of
 * every origin read its answers, so what stands before it lets those that the template names.
 */
async function startBucket(start, end, template, portal) {
  let moto = null;
  const child = start(tool('venv/bin/python'), ['-u', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], { MOTO_DISABLE_GLOBAL_CORS: 'true', AWS_EC2_METADATA_DISABLED: 'true' });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { moto ??= /Running on (http:\S+)/.exec(text)?.[1]; });
  await until('the bucket listens', async () => moto);
  const made = await fetch(`${moto}/files`, {
    method: 'PUT',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/s3/aws4_request, SignedHeaders=host, Signature=0' },
    body: '<CreateBucketConfiguration><LocationConstraint>ap-southeast-1</LocationConstraint></CreateBucketConfiguration>',
  });
  if (!made.ok) throw new Error(await made.text());
  const [{ AllowedMethods, AllowedOrigins }] = template.Files.Properties.CorsConfiguration.CorsRules;
  const origins = AllowedOrigins.map((origin) => origin['Fn::If'][1]['Fn::Sub'].replace('https://${Domain}', portal));
  const server = createServer((request, response) => {
    const { origin, 'access-control-request-method': method } = request.headers;
    const allowed = origins.includes(origin) && { 'access-control-allow-origin': origin, 'access-control-allow-methods': AllowedMethods.join(', ') };
    if (request.method === 'OPTIONS') {
      response.writeHead(allowed && AllowedMethods.includes(method) ? 200 : 403, allowed || {});
      return response.end();
    }
    const onward = httpRequest(moto + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, { ...answer.headers, ...allowed });
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  end.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * The template's functions: for each a Lambda of its own (it names functions after programs, and ours are one), and `bootstrap` under
 * it. Gives the address of each by the function's name.
 */
async function startFunctions(start, template, { dynamodb, mail, bucket, desk }) {
  const lambdas = {};
  // What the template names by reference, and what of it is given here in another way.
  const values = { Tickets: 'Tickets', Signals: 'Signals', Files: 'files', OriginSecret: ORIGIN_SECRET };
  for (const [name, { Type, Properties }] of Object.entries(template)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const port = await freePort();
    const watch = ['lambda', 'watch', '--only-lambda-apis', '--invoke-address', '127.0.0.1', '--invoke-port', String(port)];
    start(tool('venv/bin/cargo-lambda'), watch);
    await until('Lambda listens', () => listens(port));
    lambdas[name] = `http://127.0.0.1:${port}`;
    const named = Object.entries(Properties.Environment.Variables).map(([variable, value]) => [variable, values[value.Ref] ?? '']);
    start(join(dirname(binary()), 'bootstrap'), [], {
      ...Object.fromEntries(named),
      _HANDLER: Properties.Handler, AWS_LAMBDA_RUNTIME_API: `http://127.0.0.1:${port}/.rt/bootstrap`, AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512', AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url, AWS_ENDPOINT_URL: bucket,
      DESKMARK_BUNDLE: desk, DESKMARK_SECRET: '0123456789abcdef'.repeat(4), DESKMARK_SMTP_URL: mail.url,
    });
  }
  return lambdas;
}

/** The event source mapping: hands new events to the effects function until it is stopped. */
function pump({ call }, lambda, template) {
  const { FilterCriteria, BatchSize } = template.EffectsStream.Properties;
  const [{ prefix }] = JSON.parse(FilterCriteria.Filters[0].Pattern).dynamodb.Keys.sk.S;
  let stopped = false;
  const running = (async () => {
    const { Table } = await call('DynamoDB_20120810.DescribeTable', { TableName: 'Tickets' });
    const StreamArn = Table.LatestStreamArn;
    const { StreamDescription } = await call('DynamoDBStreams_20120810.DescribeStream', { StreamArn });
    const [{ ShardId }] = StreamDescription.Shards;
    let { ShardIterator } = await call('DynamoDBStreams_20120810.GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    while (!stopped) {
      const page = await call('DynamoDBStreams_20120810.GetRecords', { ShardIterator, Limit: BatchSize });
      ShardIterator = page.NextShardIterator;
      const Records = page.Records.filter(({ eventName, dynamodb }) => eventName === 'INSERT' && dynamodb.Keys.sk.S.startsWith(prefix));
      if (Records.length > 0) {
        await fetch(`${lambda}/2015-03-31/functions/bootstrap/invocations`, { method: 'POST', body: JSON.stringify({ Records }) });
      }
      await new Promise((resolve) => { setTimeout(resolve, page.Records.length > 0 ? 0 : 100); });
    }
  })().catch((error) => { if (!stopped) throw error; });
  return async () => { stopped = true; await running; };
}

/** What stands in front: the template's behaviours, functions and headers. */
function cloudfront(template, { lambda, mail, bucket, public: folder }) {
  const { CacheBehaviors } = template.Distribution.Properties.DistributionConfig;
  const handler = (name) => new Function(`${template[name].Properties.FunctionCode}; return handler;`)();
  const [forPages, forDesk] = [handler('PageFunction'), handler('DeskFunction')];
  const isDesks = (path) => CacheBehaviors.some(({ PathPattern }) => (
    PathPattern.endsWith('*') ? path.startsWith(PathPattern.slice(0, -1)) : path === PathPattern));

  const { ContentSecurityPolicy } = template.PageHeaders.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  const policy = ContentSecurityPolicy.ContentSecurityPolicy['Fn::Sub'].replace('https://${Files.RegionalDomainName}', bucket);

  const toDesk = async (request, asked, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (body.length / 3 * 4 > LARGEST_EVENT) {
      response.writeHead(413, { 'content-type': 'application/json' });
      response.end('{"message":"Request Too Long"}');
      return;
    }
    const headers = new Headers(Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)));
    headers.set('x-deskmark-origin', ORIGIN_SECRET);
    headers.set('x-deskmark-client', asked.headers['x-deskmark-client'].value);
    const query = new URL(request.url, 'http://localhost').search;
    const answer = await fetch(`${lambda}/lambda-url/bootstrap${asked.uri}${query}`, {
      method: request.method, headers, body: ['GET', 'HEAD'].includes(request.method) ? undefined : body, redirect: 'manual',
    });
    // What belongs to the connection behind, not to the answer.
    const own = [...answer.headers].filter(([name]) => !['set-cookie', 'content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name));
    response.writeHead(answer.status, { ...Object.fromEntries(own), 'set-cookie': answer.headers.getSetCookie() });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };

  const toMailbox = (path, response) => {
    const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
    const letter = mail.letters[Number(path.split('/')[2])];
    const main = path.split('/')[2]
      ? escaped(letter.text).replace(/https?:\/\/\S+/g, '<a href="$&">$&</a>')
      : mail.letters.map(({ to }, at) => `<p><a href="/_mail/${at}">${escaped(to.join(', '))}</a></p>`).reverse().join('\n');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><title>Mail</title><link rel="icon" href="data:,"><main><h1>Mail</h1>${main}</main></html>`);
  };

  return async (request, response) => {
    try {
      const { pathname: uri, searchParams } = new URL(request.url, 'http://localhost');
      if (uri.startsWith('/_mail')) return toMailbox(uri, response);
      const querystring = Object.fromEntries([...searchParams].map(([name, value]) => [name, { value: encodeURIComponent(value) }]));
      const event = { viewer: { ip: '198.51.100.7' }, request: { method: request.method, uri, headers: {}, querystring } };
      if (isDesks(uri)) return await toDesk(request, forDesk(event), response);
      const asked = forPages(event);
      if (asked.statusCode) {
        response.writeHead(asked.statusCode, { location: asked.headers.location.value });
        return response.end();
      }
      const file = join(folder, decodeURIComponent(asked.uri));
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return await toDesk(request, asked, response);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
      return response.end(readFileSync(file));
    } catch (error) {
      response.writeHead(502, { 'content-type': 'text/plain' });
      return response.end(String(error.stack));
    }
  };
}

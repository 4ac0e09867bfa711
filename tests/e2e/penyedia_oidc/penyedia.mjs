// A certified OpenID Connect provider for the tests, standing in for ASN Digital. It keeps to the protocol; what a test wants
// wrong is asked for at /kendali and is then signed with the provider's own key.
//   node penyedia.mjs PORT REDIRECT_URI POST_LOGOUT_URI CLIENT_ID CLIENT_SECRET

import { createServer } from 'node:http';
import * as jose from 'jose';
import { Provider } from 'oidc-provider';

const [port, redirectUri, postLogoutUri, clientId, clientSecret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

// sub -> claims. The page of the provider asks for the sub.
const people = new Map();
// tamper: claims that replace those of the id_token; alg: 'none' or 'HS256'; foreignKey: sign with a key nobody published;
// nonce: replace that of the request; delay: milliseconds before any answer; userinfo: NIP only at the userinfo endpoint.
let control = {};
let keys;
let provider;
let handle;

async function makeKeys() {
  const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(privateKey)), kid: `kunci-${Date.now()}-${Math.random()}`, use: 'sig', alg: 'RS256' };
  return { jwk, privateKey };
}

async function resign(token) {
  const { tamper, alg, foreignKey } = control;
  if (!tamper && !alg && !foreignKey) return token;
  const header = jose.decodeProtectedHeader(token);
  const claims = { ...jose.decodeJwt(token), ...tamper };
  for (const name of Object.keys(claims)) if (claims[name] === null) delete claims[name];
  if (alg === 'none') {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part(claims)}.`;
  }
  if (alg === 'HS256') {
    return new jose.SignJWT(claims).setProtectedHeader({ alg, kid: header.kid }).sign(new TextEncoder().encode(clientSecret));
  }
  const key = foreignKey ? (await makeKeys()).privateKey : keys.privateKey;
  return new jose.SignJWT(claims).setProtectedHeader(header).sign(key);
}

async function makeProvider() {
  keys = await makeKeys();
  provider = new Provider(issuer, {
    clients: [{
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [postLogoutUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    }],
    jwks: { keys: [keys.jwk] },
    cookies: { keys: ['only-for-tests'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 3600, Grant: 3600 },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { ctx.body = `<!doctype html><title>Keluar</title>${form}<button form="op.logoutForm" name="logout" value="yes">Keluar dari ASN Digital</button>`; },
      },
    },
    interactions: { url: (_ctx, interaction) => `/masuk/${interaction.uid}` },
    findAccount: (_ctx, sub) => people.has(sub) && {
      accountId: sub,
      claims: (use) => ({ sub, ...(control.userinfo && use === 'id_token' ? {} : people.get(sub)) }),
    },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  provider.on('server_error', (_ctx, error) => console.error(error));
  provider.use(async (ctx, next) => {
    if (ctx.path === '/auth' && control.nonce) ctx.query = { ...ctx.query, nonce: control.nonce };
    await next();
    if (ctx.path === '/token' && ctx.body?.id_token) ctx.body = { ...ctx.body, id_token: await resign(ctx.body.id_token) };
  });
  handle = provider.callback();
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function signIn(request, response) {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await body(request));
    const result = form.has('batal')
      ? { error: 'access_denied', error_description: 'the person said no' }
      : { login: { accountId: form.get('sub') } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="id"><title>ASN Digital uji</title><h1>ASN Digital uji</h1>
    <form method="post"><label>Akun <input name="sub" autofocus></label><button>Masuk</button><button name="batal" value="1">Batal</button></form>`);
}

async function controlled(request, response) {
  const wanted = JSON.parse((await body(request)) || '{}');
  if (wanted.people) for (const [sub, claims] of Object.entries(wanted.people)) people.set(sub, claims);
  if (wanted.rotate) await makeProvider();
  control = wanted.control ?? {};
  response.end('{}');
}

await makeProvider();
createServer(async (request, response) => {
  try {
    if (request.url === '/kendali') return await controlled(request, response);
    if (control.delay) await new Promise((resolve) => { setTimeout(resolve, control.delay); });
    if (request.url.startsWith('/masuk/')) return await signIn(request, response);
    return handle(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    return response.end();
  }
}).listen(Number(port), '127.0.0.1', () => console.log('siap'));

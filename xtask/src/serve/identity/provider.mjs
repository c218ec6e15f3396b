// The provider that people sign in at on a developer's machine: a real one, certified, except that nobody has a password. Keys are drawn at each
// start, so that starting it again rotates them.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { uaePass } from "./uae_pass.mjs";

const { PORT, ISSUER, EDGE, OIDC_CLIENT_SECRET, UAE_PASS_CLIENT_SECRET, ALGORITHM = "RS256" } = process.env;

const people = JSON.parse(readFileSync(new URL("people.json", import.meta.url)));
// They sign in like the others, and are nobody's colleagues.
people.push({ account: "newcomer", name: "Noor", roles: [] }, { account: "stranger", name: "Somebody else", roles: [] });

const jwk = (type, options, use) => ({ ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }), use, kid: randomBytes(8).toString("hex") });

const jwks = { keys: [jwk("rsa", { modulusLength: 2048 }, "sig"), jwk("ec", { namedCurve: "P-256" }, "sig")] };

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: "sawtak",
      client_secret: OIDC_CLIENT_SECRET,
      redirect_uris: [`${EDGE}/console/signed-in`],
      id_token_signed_response_alg: ALGORITHM,
    },
  ],
  jwks,
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 3600, Session: 3600 },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  // Everybody signs in by a key in hardware, which resists phishing.
  acrValues: ["phr"],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
  // What scopes ask for stands in the ID token, as most providers have it.
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/people/${uid}` },
  findAccount: (_, account) => {
    const person = people.find((known) => known.account === account);
    return person && { accountId: account, claims: () => ({ sub: account, name: person.name, email: `${account}@staff.example`, email_verified: true }) };
  },
  // Nobody is asked whether the console may know who they are.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  renderError: (ctx, { error, error_description }) => {
    ctx.type = "text";
    ctx.body = `${error}: ${error_description}`;
  },
});

// Nobody is remembered: whoever comes again may mean to become somebody else.
provider.use((ctx, next) => {
  const { headers } = ctx.req;
  const isKept = (cookie) => !cookie.startsWith("_session");
  if (ctx.path.startsWith("/auth")) headers.cookie = headers.cookie?.split("; ").filter(isKept).join("; ");
  return next();
});

const role = ({ role, entity }) => (entity ? `${role} of ${entity}` : role).replaceAll("_", " ");
const button = ({ account, name, roles }) =>
  `<p><button name="account" value="${account}">${name}</button> ${roles.map(role).join(", ") || "nobody here knows them"}</p>`;
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
<style>body { font: 1rem system-ui; margin: 2rem auto; max-width: 40rem; padding: 0 1rem } button { font: inherit; min-height: 2.75rem; min-width: 14rem }</style>
<h1>Who are you?</h1>
<form method="post">${people.map(button).join("\n")}</form>
`;

const answer = provider.callback();
const customers = uaePass({ issuer: ISSUER, edge: EDGE, secret: UAE_PASS_CLIENT_SECRET, jwks });
createServer(async (request, response) => {
  const isOfCustomers = request.url.startsWith("/idshub/");
  if (!isOfCustomers && !request.url.startsWith("/people/")) return answer(request, response);
  try {
    if (isOfCustomers) return await customers(request, response);
    await provider.interactionDetails(request, response);
    if (request.method !== "POST") return response.setHeader("content-type", "text/html").end(page);
    let body = "";
    for await (const chunk of request) body += chunk;
    const accountId = new URLSearchParams(body).get("account");
    await provider.interactionFinished(request, response, { login: { accountId, acr: "phr", amr: ["hwk"] } });
  } catch (error) {
    response.writeHead(400, { "content-type": "text/plain" }).end(error.message);
  }
}).listen(Number(PORT), "127.0.0.1");

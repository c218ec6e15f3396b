// Stand-in for UAE PASS, at its own paths: OAuth 2.0 without discovery and without ID tokens. A person for each level of assurance can sign in, and
// one who cancels.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const SCOPE = "urn:uae:digitalid:profile:general";
const ACR = "urn:safelayer:tws:policies:authentication:level:low";

const people = JSON.parse(readFileSync(new URL("customers.json", import.meta.url)));

/** Returns the person of an account. `sop1.anything` is another person of the same level, so that each test has its own. */
const find = (account) => {
  const person = people.find((known) => known.account === account.split(".")[0]);
  return person && { ...person, account };
};

/** The same uuid at each start, so that a profile is found again. */
const uuid = (account) => {
  const hex = createHash("sha256").update(account).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
};

const userinfo = ({ account, name: [first, last], userType, profileType }) => {
  const id = uuid(account);
  const hasCard = userType !== "SOP1" && !profileType;
  return {
    sub: profileType ? id : `UAEPASS/${id}`,
    uuid: id,
    userType,
    firstnameEN: first,
    lastnameEN: last,
    fullnameEN: `${first},,,,${last},,`,
    mobile: "971501234567",
    email: `${account}@example.org`,
    ...(hasCard && { idn: "784199012345676", nationalityEN: "ARE" }),
    ...(profileType && { profileType, unifiedId: "123458099" }),
  };
};

const page = (people) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>UAE PASS stand-in</title>
<style>body { font: 1rem system-ui; margin: 2rem auto; max-width: 40rem; padding: 0 1rem } button { font: inherit; min-height: 2.75rem; min-width: 14rem }</style>
<h1>UAE PASS stand-in</h1>
<form method="post">${people.map(({ account, label, name }) => `<p><button name="account" value="${account}">${label}</button> ${name.join(" ")}</p>`).join("\n")}</form>
`;

/** Returns the handler of requests below `/idshub`. */
export const uaePass = ({ issuer, edge, secret, jwks }) => {
  const fields = ["sub", "uuid", "userType", "firstnameEN", "lastnameEN", "fullnameEN", "mobile", "email", "idn", "nationalityEN", "profileType", "unifiedId"];
  // Passkeys need a domain, so the customer's file is at localhost too.
  const origins = [...new Set([edge, edge.replace("127.0.0.1", "localhost")])];
  const redirect_uris = origins.map((origin) => `${origin}/me/signed-in/uae-pass`);
  const provider = new Provider(issuer, {
    clients: [{ client_id: "sawtak-customers", client_secret: secret, redirect_uris }],
    jwks,
    routes: { authorization: "/idshub/authorize", token: "/idshub/token", userinfo: "/idshub/userinfo" },
    ttl: { AccessToken: 600, AuthorizationCode: 600, Grant: 600, IdToken: 600, Interaction: 3600, Session: 3600 },
    cookies: { keys: [randomBytes(32).toString("hex")], names: { interaction: "_uae_interaction", resume: "_uae_resume", session: "_uae_session" } },
    acrValues: [ACR],
    claims: { openid: fields },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/idshub/people/${uid}` },
    findAccount: (_, account) => {
      const person = find(account);
      return person && { accountId: account, claims: () => userinfo(person) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    renderError: (ctx, { error, error_description }) => {
      ctx.type = "text";
      ctx.body = `${error}: ${error_description}`;
    },
  });
  provider.use(async (ctx, next) => {
    const { headers } = ctx.req;
    // Nobody is remembered, not even by the return from the choice of a person.
    if (ctx.path.startsWith("/idshub/authorize")) {
      headers.cookie = headers.cookie?.split("; ").filter((cookie) => !cookie.startsWith("_uae_session")).join("; ");
    }
    if (ctx.path === "/idshub/authorize") {
      const { scope = "", acr_values, state } = ctx.query;
      if (!scope.split(" ").includes(SCOPE)) ctx.throw(400, "scope");
      if (acr_values !== ACR || !state) ctx.throw(400, "acr_values and state");
      // The library answers userinfo for this scope alone.
      ctx.query = { ...ctx.query, scope: "openid" };
    }
    await next();
    if (ctx.path === "/idshub/token" && ctx.body?.id_token) {
      const { id_token, ...rest } = ctx.body;
      ctx.body = { ...rest, scope: SCOPE };
    }
  });
  const answer = provider.callback();
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, issuer);
    if (pathname === "/idshub/logout") {
      const to = searchParams.get("redirect_uri") ?? "";
      if (!origins.some((origin) => to.startsWith(`${origin}/`))) return response.writeHead(400).end("redirect_uri");
      return response.writeHead(302, { location: to }).end();
    }
    if (!pathname.startsWith("/idshub/people/")) return answer(request, response);
    await provider.interactionDetails(request, response);
    if (request.method !== "POST") return response.setHeader("content-type", "text/html").end(page(people));
    let body = "";
    for await (const chunk of request) body += chunk;
    const accountId = new URLSearchParams(body).get("account");
    const result =
      accountId === "cancel"
        ? { error: "access_denied", error_description: "User cancelled the login" }
        : { login: { accountId, acr: ACR } };
    return provider.interactionFinished(request, response, result);
  };
};

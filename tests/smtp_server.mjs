// A mail server of a test's own: takes mail by SMTP and prints each as a line of JSON.
//
// Its only argument is JSON: `port`, and for TLS `key` and `cert` (files) with `tls` (from the first
// byte) or without (STARTTLS, without which it takes nothing). It takes the user `sawtak` with the
// password `secret`. The local part of a recipient decides what happens: `unknown` doesn't exist,
// `full` is full, `later-<n>` is refused for now n times, and `cut-<n>` is taken, but the connection
// breaks before the reply n times.
import { readFileSync } from "node:fs";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const options = JSON.parse(process.argv[2]);
const counts = new Map();

function refusal(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Whether this is among the first `<n>` times for an address such as `later-2@example.org`. */
function isEarly(address, name) {
  const found = new RegExp(`^${name}-(\\d+)@`).exec(address);
  if (!found) return false;
  const count = (counts.get(address) ?? 0) + 1;
  counts.set(address, count);
  return count <= Number(found[1]);
}

const server = new SMTPServer({
  secure: options.tls === true,
  key: options.key && readFileSync(options.key),
  cert: options.cert && readFileSync(options.cert),
  disabledCommands: options.cert && !options.tls ? [] : ["STARTTLS"],
  allowInsecureAuth: !options.cert,
  logger: false,
  onAuth(auth, session, done) {
    const isKnown = auth.username === "sawtak" && auth.password === "secret";
    done(isKnown ? null : refusal(535, "5.7.8 wrong password"), { user: "sawtak" });
  },
  onMailFrom(address, session, done) {
    done(options.cert && !session.secure ? refusal(530, "5.7.0 STARTTLS first") : null);
  },
  onRcptTo({ address }, session, done) {
    if (address.startsWith("unknown@")) return done(refusal(550, `5.1.1 <${address}> unknown`));
    if (address.startsWith("full@")) return done(refusal(552, `5.2.2 <${address}> is full`));
    if (isEarly(address, "later")) return done(refusal(451, "4.7.1 try again later"));
    done();
  },
  onData(stream, session, done) {
    const pieces = [];
    stream.on("data", (piece) => pieces.push(piece));
    stream.on("end", async () => {
      const raw = Buffer.concat(pieces);
      const mail = await simpleParser(raw);
      const headers = Object.fromEntries(
        mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]),
      );
      const { text, html, subject } = mail;
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const isSecure = session.secure;
      const sender = session.envelope.mailFrom.address;
      console.log(
        JSON.stringify({ to, sender, subject, text, html, headers, raw: raw.toString("latin1"), isSecure }),
      );
      if (to.some((address) => isEarly(address, "cut"))) {
        session.connection?._socket?.destroy();
        for (const connection of server.connections) connection._socket.destroy();
        return;
      }
      done();
    });
  },
});
server.on("error", () => {});
server.listen(options.port, "127.0.0.1", () => console.log(JSON.stringify({ listening: true })));

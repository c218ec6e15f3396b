// A mail server on loopback: it takes what the edge sends, refuses what real ones refuse, and hands each mail to the demo
// site's outbox. Addresses that begin with `nobody@` don't exist, and those that begin with `full@` are full: so a
// bounce can be tried. tests/smtp_server.mjs is the one that a test starts for itself, and can make fail.

import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const { SMTP_PORT, SMTP_USER, SMTP_PASSWORD, DEMO } = process.env;

/// The size at which large providers refuse a mail.
const LARGEST = 25 * 1024 * 1024;

/// Returns a refusal with its code, as the next mail server reports it.
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

/// Returns why a mail is refused, if it is: without these headers real servers take it for spam or break it.
function problem({ headers }) {
  const missing = ["from", "date", "message-id"].filter((name) => !headers.has(name));
  if (missing.length) return `5.7.1 missing: ${missing.join(", ")}`;
  if (headers.get("from").value.length !== 1) return "5.7.1 one author, please";
  return null;
}

async function hand(mail, { envelope: { mailFrom, rcptTo } }) {
  const headers = Object.fromEntries(
    mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]),
  );
  const message = {
    type: "mail",
    id: mail.messageId,
    from: mail.from?.text,
    to: rcptTo.map(({ address }) => address),
    envelope_from: mailFrom ? mailFrom.address : "",
    reply_to: mail.replyTo?.text,
    subject: mail.subject,
    text: mail.text,
    html: mail.html || null,
    headers,
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size })),
  };
  await fetch(`${DEMO}/outbox/arrived`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });
}

const server = new SMTPServer({
  name: "mail.sawtak.example",
  size: LARGEST,
  // On loopback alone, where there is no certificate to trust.
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  authMethods: ["PLAIN", "LOGIN"],
  onAuth({ username, password }, _session, done) {
    if (username === SMTP_USER && password === SMTP_PASSWORD) done(null, { user: username });
    else done(refusal(535, "5.7.8 authentication failed"));
  },
  onRcptTo({ address }, _session, done) {
    if (address.startsWith("nobody@")) done(refusal(550, "5.1.1 the address doesn't exist"));
    else if (address.startsWith("full@")) done(refusal(452, "4.2.2 the mailbox is full"));
    else done();
  },
  async onData(stream, session, done) {
    try {
      const mail = await simpleParser(stream);
      if (stream.sizeExceeded) return done(refusal(552, "5.3.4 the mail is too large"));
      const why = problem(mail);
      if (why) return done(refusal(550, why));
      await hand(mail, session);
      done();
    } catch (error) {
      done(refusal(451, `4.3.0 ${error.message}`));
    }
  },
});

server.on("error", (error) => console.error(error.message));
server.listen(Number(SMTP_PORT), "127.0.0.1", () => console.log(`Mail on 127.0.0.1:${SMTP_PORT}`));

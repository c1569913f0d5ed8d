// Accept mail by STARTTLS and by implicit TLS and keep each message's bytes in a folder.
//
//   node smtp_server.mjs --folder DIR --cert CHAIN.pem --key KEY.pem --user U --hide KEYWORD,…
//
// The password comes in PEER_PASSWORD. Prints one JSON line with its ports, and
// runs until its standard input ends. Each message becomes N.eml and N.json (the envelope).
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { SMTPServer } from "smtp-server";

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    cert: { type: "string" },
    key: { type: "string" },
    user: { type: "string" },
    hide: { type: "string", default: "" },
  },
});
const hidden = values.hide.toUpperCase().split(",").filter(Boolean);
let count = 0;

function open(secure) {
  const server = new SMTPServer({
    secure,
    cert: fs.readFileSync(values.cert),
    key: fs.readFileSync(values.key),
    size: 40 * 1024 * 1024,
    authMethods: ["PLAIN", "LOGIN"],
    hidePIPELINING: hidden.includes("PIPELINING"),
    hide8BITMIME: hidden.includes("8BITMIME"),
    hideSMTPUTF8: hidden.includes("SMTPUTF8"),
    onAuth(auth, session, done) {
      const ok = auth.username === values.user && auth.password === process.env.PEER_PASSWORD;
      done(ok ? null : new Error("Invalid username or password"), ok ? { user: values.user } : null);
    },
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const file = path.join(values.folder, String(++count));
        fs.writeFileSync(`${file}.json`, JSON.stringify(session.envelope));
        fs.writeFileSync(`${file}.eml`, Buffer.concat(chunks));
        done(null, `Ok: queued as peer${count}`);
      });
    },
  });
  server.on("error", () => {});
  return new Promise((resolve) => {
    const listener = server.listen(0, "127.0.0.1", () => resolve(listener.address().port));
  });
}

const ports = { starttls: await open(false), tls: await open(true) };
console.log(JSON.stringify(ports));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

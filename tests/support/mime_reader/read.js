// Read mails from standard input, one line of base64 each, and write one line of JSON each.
"use strict";

const readline = require("node:readline");
const { MailParser } = require("mailparser");
const libmime = require("libmime"); // the parser's own, which it spares custom headers

const OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true };

const addresses = (field) =>
  (field ? [].concat(field) : [])
    .flatMap((entry) => entry.value)
    .map(({ name, address }) => [name || "", address]);

function read(raw) {
  return new Promise((resolve, reject) => {
    const parser = new MailParser(OPTIONS);
    const mail = { text: "", html: "", attachments: [] };
    parser.on("error", reject);
    parser.on("headers", (headers) => {
      mail.from = addresses(headers.get("from"));
      mail.to = addresses(headers.get("to"));
      mail.cc = addresses(headers.get("cc"));
      mail.replyTo = addresses(headers.get("reply-to"));
      mail.subject = headers.get("subject") || "";
      mail.headers = Object.fromEntries(
        [...headers]
          .filter(([, value]) => typeof value === "string")
          .map(([name, value]) => [name, libmime.decodeWords(value)]),
      );
    });
    parser.on("headerLines", (lines) => {
      mail.lines = lines.map(({ line }) => line);
    });
    parser.on("data", (data) => {
      if (data.type === "text") {
        mail.text = data.text || "";
        mail.html = data.html || "";
        return;
      }
      const chunks = [];
      data.content.on("data", (chunk) => chunks.push(chunk));
      data.content.on("end", () => {
        mail.attachments.push({
          filename: data.filename || "",
          type: data.contentType,
          disposition: data.contentDisposition,
          contentId: data.cid || "",
          content: Buffer.concat(chunks).toString("base64"),
        });
        data.release();
      });
    });
    parser.on("end", () => resolve(mail));
    parser.end(raw);
  });
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const mail = await read(Buffer.from(line, "base64"));
    process.stdout.write(`${JSON.stringify(mail)}\n`);
  }
}

main();

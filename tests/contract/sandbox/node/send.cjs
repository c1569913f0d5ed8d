// Sends the message on standard input with SendGrid's own client and prints what came back.
const client = require('@sendgrid/client');
const mail = require('@sendgrid/mail');

client.setApiKey(process.env.SANDBOX_KEY);
client.setDefaultRequest('baseUrl', process.env.SANDBOX_URL);
mail.setClient(client);

let text = '';
process.stdin.on('data', (chunk) => { text += chunk; });
process.stdin.on('end', async () => {
  let shown;
  try {
    const message = JSON.parse(text);
    const [response] = await mail.send(message, message.isMultiple);
    shown = { status: response.statusCode, id: response.headers['x-message-id'] };
  } catch (error) {
    shown = { status: error.code, body: error.response && error.response.body };
  }
  process.stdout.write(JSON.stringify(shown));
});

// A receiver of webhooks: checks signatures with Standard Webhooks' own library and events with
// that of CloudEvents. Prints a line for each request. Arguments: the secret, a port or 0, and the
// status codes of the first answers; later ones are 204.
const http = require('node:http');
const { Webhook } = require('standardwebhooks');
const { HTTP } = require('cloudevents');

const webhook = new Webhook(process.argv[2]);
const answers = process.argv.slice(4).map(Number);

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    let line;
    try {
      webhook.verify(body, request.headers);
      const event = HTTP.toEvent({ headers: request.headers, body });
      event.validate();
      line = `${event.id} ${event.type} ${event.subject ?? '-'} ${JSON.stringify(event.data)}`;
    } catch (e) {
      line = `refused: ${e}`;
    }
    const status = answers.shift() ?? 204;
    console.log(`${status} ${request.headers['webhook-id']} ${line}`);
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
});
server.listen(Number(process.argv[3]), '127.0.0.1', () => console.log(`listening ${server.address().port}`));

// A receiver of webhooks as an entity would write it: npm's `standardwebhooks` checks the signature,
// npm's `cloudevents` reads the body.
//
// Its only argument is JSON: `secret`, and of one message `headers` and `body`. It prints id, type
// and data of the event, or fails.
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(process.argv[2]);
new Webhook(secret).verify(body, headers);
const event = HTTP.toEvent({ headers, body });
event.validate();
console.log(JSON.stringify({ id: event.id, type: event.type, data: event.data }));

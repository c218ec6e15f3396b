// Sentry's user feedback, asynchronous: the button now, the form when it is asked for. `/sentry-lean` asks for it without screenshots,
// which are another script.
import { feedbackAsyncIntegration, init } from "@sentry/browser";

init({
  dsn: `http://key@${location.host}/1`,
  cdnBaseUrl: location.origin,
  integrations: [feedbackAsyncIntegration({ enableScreenshot: location.pathname !== "/sentry-lean" })],
});

// What Sentry's own servers give out as `feedback-screenshot.min.js`: the form's way to attach a picture of the page.
import { feedbackScreenshotIntegration } from "@sentry/feedback";

(window.Sentry ||= {}).feedbackScreenshotIntegration = feedbackScreenshotIntegration;

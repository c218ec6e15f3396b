// What Sentry's own servers give out as `feedback-modal.min.js`: the form.
import { feedbackModalIntegration } from "@sentry/feedback";

(window.Sentry ||= {}).feedbackModalIntegration = feedbackModalIntegration;

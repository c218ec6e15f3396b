// PostHog with a survey behind a tab, and nothing else of PostHog that can be switched off.
import posthog from "posthog-js";

posthog.init("phc_bench", {
  api_host: location.origin,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  disable_session_recording: true,
  persistence: "memory",
});

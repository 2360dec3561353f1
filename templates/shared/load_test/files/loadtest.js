// A load test for k6 (https://grafana.com/docs/k6/): k6 run loadtest.js
// BASE_URL is the server, by default the one of `uv run poe start`. Never run it against a server that others use.
import http from "k6/http";
import { check, sleep } from "k6";

const BASE_URL = __ENV.BASE_URL || "http://127.0.0.1:8000";

export const options = {
  stages: [
    { duration: "30s", target: 20 },
    { duration: "1m", target: 20 },
    { duration: "10s", target: 0 },
  ],
  thresholds: {
    checks: ["rate==1"],
    http_req_failed: ["rate<0.01"],
    http_req_duration: ["p(95)<500", "p(99)<1000"],
  },
};

export default function () {
  const response = http.get(`${BASE_URL}/`);
  check(response, { "status is 200": (r) => r.status === 200 });
  sleep(1);
}

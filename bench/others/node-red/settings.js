// Node-RED for a measurement: no editor, one flow, nothing kept.
module.exports = {
  flowFile: "flows.json",
  httpAdminRoot: false,
  httpNodeRoot: false,
  uiHost: "127.0.0.1",
  uiPort: process.env.LOOP_HTTP,
  logging: { console: { level: "info" } },
};

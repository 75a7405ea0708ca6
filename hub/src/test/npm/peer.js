// A client of MQTT.js: subscribes, publishes at each QoS, and prints what comes back.
// node peer.js URL VERSION [CA]
const fs = require('node:fs');
const mqtt = require('mqtt');

const [url, version, ca] = process.argv.slice(2);
const v5 = version === '5';
const client = mqtt.connect(url, {
  protocolVersion: Number(version),
  reconnectPeriod: 0,
  connectTimeout: 10000,
  ca: ca && fs.readFileSync(ca),
  autoUseTopicAlias: v5,
  autoAssignTopicAlias: v5,
  properties: v5 ? { topicAliasMaximum: 5 } : undefined,
});

client.on('error', (error) => {
  console.log(`error ${error.message}`);
  process.exit(1);
});

let left = 6;
client.on('message', (topic, payload, packet) => {
  const user = packet.properties?.userProperties;
  console.log(`${topic} ${payload} ${packet.qos} ${user ? user.from : '-'}`);
  if (--left === 0) client.end(false, {}, () => process.exit(0));
});

client.on('connect', async () => {
  await client.subscribeAsync('peer/#', { qos: 2 });
  for (let i = 0; i < 6; i++) {
    await client.publishAsync('peer/topic', `m${i}`, {
      qos: i % 3,
      properties: v5 ? { userProperties: { from: 'js' } } : undefined,
    });
  }
});

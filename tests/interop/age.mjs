// The other side of the interoperability tests: npm's age-encryption, driven by lines of JSON.
// node age.mjs NODE_MODULES reads {"action": …, "data": base64} a line and answers each with {"data": base64} or
// {"error": text}. One process serves all tests: to start one takes longer than most orders.
import { pathToFileURL } from "node:url";
import { createInterface } from "node:readline";
import { join } from "node:path";

const modules = process.argv[2];
const load = (...path) => import(pathToFileURL(join(modules, ...path)).href);
const age = await load("age-encryption", "dist", "index.js");

const actions = {
  async vectors() {
    const vectors = await load("cctv-age", "index.js");
    const found = Object.entries(vectors.default ?? vectors).map(([name, raw]) => [name, Buffer.from(raw).toString("base64")]);
    return JSON.stringify(Object.fromEntries(found));
  },
  async generate(order) {
    const identity = order.hybrid ? await age.generateHybridIdentity() : await age.generateX25519Identity();
    return JSON.stringify([identity, await age.identityToRecipient(identity)]);
  },
  async seal(order, data) {
    const encrypter = new age.Encrypter();
    for (const recipient of order.recipients ?? []) encrypter.addRecipient(recipient);
    if (order.passphrase) {
      encrypter.setPassphrase(order.passphrase);
      encrypter.setScryptWorkFactor(order.workFactor);
    }
    const sealed = await encrypter.encrypt(new Uint8Array(data));
    return order.armored ? age.armor.encode(sealed) : sealed;
  },
  async open(order, data) {
    const decrypter = new age.Decrypter();
    for (const identity of order.identities ?? []) decrypter.addIdentity(identity);
    if (order.passphrase) decrypter.addPassphrase(order.passphrase);
    return await decrypter.decrypt(order.armored ? age.armor.decode(data.toString("ascii")) : new Uint8Array(data));
  },
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const order = JSON.parse(line);
  let answer;
  try {
    const found = await actions[order.action](order, Buffer.from(order.data, "base64"));
    answer = { data: Buffer.from(found).toString("base64") };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

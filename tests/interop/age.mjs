// The other side of the interoperability tests: npm's age-encryption, driven by one line of JSON.
// node age.mjs NODE_MODULES '{"action": …}' < input > output
import { pathToFileURL } from "node:url";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [modules, line] = process.argv.slice(2);
const load = (...path) => import(pathToFileURL(join(modules, ...path)).href);
const order = JSON.parse(line);

if (order.action === "vectors") {
  const vectors = await load("cctv-age", "index.js");
  const found = Object.entries(vectors.default ?? vectors).map(([name, raw]) => [name, Buffer.from(raw).toString("base64")]);
  writeFileSync(1, JSON.stringify(Object.fromEntries(found)));
} else {
  const age = await load("age-encryption", "dist", "index.js");
  if (order.action === "generate") {
    const identity = order.hybrid ? await age.generateHybridIdentity() : await age.generateX25519Identity();
    writeFileSync(1, JSON.stringify([identity, await age.identityToRecipient(identity)]));
  } else if (order.action === "seal") {
    const encrypter = new age.Encrypter();
    for (const recipient of order.recipients ?? []) encrypter.addRecipient(recipient);
    if (order.passphrase) {
      encrypter.setPassphrase(order.passphrase);
      encrypter.setScryptWorkFactor(order.workFactor);
    }
    const sealed = await encrypter.encrypt(new Uint8Array(readFileSync(0)));
    writeFileSync(1, order.armored ? age.armor.encode(sealed) : sealed);
  } else {
    const decrypter = new age.Decrypter();
    for (const identity of order.identities ?? []) decrypter.addIdentity(identity);
    if (order.passphrase) decrypter.addPassphrase(order.passphrase);
    const raw = readFileSync(0);
    const sealed = order.armored ? age.armor.decode(raw.toString("ascii")) : new Uint8Array(raw);
    writeFileSync(1, await decrypter.decrypt(sealed));
  }
}

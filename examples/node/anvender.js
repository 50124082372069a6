// A good consumer of KontrolsagListeHent with node's soap package.
//
// It looks citizens up one after another and tells what came of each; examples/README.md says how
// it is driven. Copy what you need: the agreement, the exchange, and the rule of when to ask again.
"use strict";
const { randomUUID } = require("node:crypto");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");
const sax = require("sax");
const soap = require("soap");

// The agreement: what the service agreement and the law let this system ask for.
const MUNICIPALITY_CVR = "55133018"; // who asks: Aarhus Kommune
const AUTHORITIES_CVR = ["00001472"]; // whose cases: Udbetaling Danmark
let LEGAL_BASES = ["UDKL_11A_STK2"]; // the one legal basis of this task, never more
const SENSITIVITY = "FOELSOMME_PERSONOPLYSNINGER";
const SUBJECTS = "32.*"; // KLE

// Patience, in seconds
const TIMEOUT = Number(process.env.SF1472_TIMEOUT ?? 6); // for one attempt as a whole
const ATTEMPTS = 3;
const FIRST_PAUSE = 0.5; // doubled for each attempt
const PATIENCE = 30; // a service that asks for a longer wait than this is not asked again now

const USER_AGENT = "eksempel-anvender-node/1.0"; // the program, never a person
const WSDL = path.join(
  __dirname, "../../wsdl/sf1472-1.0/wsdl/KontrolsagListeHentService.wsdl");
const KOMBIT = "http://www.kombit.dk/int/2017/01/01/";
const ACTION = `${KOMBIT}KontrolsagListeHentService#KontrolsagListeHent`;
const ANSWER = `{${KOMBIT}}KontrolsagListeHent_O`;
const SOAP12 = "{http://www.w3.org/2003/05/soap-envelope}";
const WSA = "http://www.w3.org/2005/08/addressing";

// Not for copying: SF1472_DEFEKT makes this program do one thing wrong, to see that it is found.
const DEFECT = process.env.SF1472_DEFEKT ?? "";
if (DEFECT === "uden-hjemmel-graense") {
  LEGAL_BASES = ["UDKL_11", "UDKL_11A_STK1", "UDKL_11A_STK2", "UDKL_11B"];
}
const ONE_ID = randomUUID();

/** Nothing usable came, and asking again would not help. */
class Refused extends Error {}

/** Nothing usable came, but the cause may pass; `wait` is what Retry-After asked for. */
class Passing extends Refused {
  constructor(reason, wait = 0) {
    super(reason);
    this.wait = wait;
  }
}

/** The service answered with a Fejl; its code is the message. */
class BusinessError extends Error {}

/**
 * One HTTP exchange for soap, which gets no answer that has not been looked at here.
 *
 * soap reads answers in any namespace, guesses at characters and follows redirects; so the exchange
 * is fetch's, and the envelope is looked at before soap reads the body.
 */
class Exchange {
  messageId = "";

  /** What soap calls to send a message. */
  request(url, message, callback, headers) {
    this.#send(url, message, headers).then(
      (answer) => callback(null, { status: 200, headers: {} }, answer), callback);
  }

  async #send(url, message, headers) {
    let response, content;
    try {
      response = await fetch(url, {
        method: "POST",
        headers: { ...headers, "User-Agent": USER_AGENT },
        body: message,
        redirect: "manual", // the citizen's data goes to the agreed address only
        signal: AbortSignal.timeout(TIMEOUT * 1000), // bounds the body, too, however it dribbles
      });
      content = await response.arrayBuffer();
    } catch (error) {
      throw new Passing(`ingen forbindelse eller et afbrudt svar (${error.name})`);
    }
    return check(response, content, this.messageId);
  }
}

/** Return an answer's text, or say by an error why it cannot be used, and if that may pass. */
function check(response, content, messageId) {
  const status = response.status;
  if (status >= 300 && status < 500 && ![400, 429].includes(status)) {
    throw new Refused(`HTTP ${status}`); // not 400: SOAP 1.2 sends Sender faults with it
  }
  let text, envelope;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(content); // nothing is guessed
    envelope = readEnvelope(text);
  } catch {
    if (status === 200) throw new Refused("svaret er ikke læselig XML i UTF-8"); // never quote it
    envelope = {}; // a gateway's page; its status says enough
  }
  if (envelope.root?.endsWith("}Envelope") && envelope.root !== `${SOAP12}Envelope`) {
    throw new Refused("svaret er i en anden SOAP-version"); // it does not speak ours; nor will it
  }
  if (envelope.faultCode?.split(":").pop() === "Receiver") {
    throw new Passing("SOAP-fejl: tjenestens egen", retryAfter(response));
  }
  if (envelope.faultCode) throw new Refused("SOAP-fejl: anmodningen blev afvist");
  if (status === 429 || status >= 500) {
    throw new Passing(`HTTP ${status}`, retryAfter(response));
  }
  if (status !== 200 || envelope.body !== ANSWER) {
    throw new Refused(`intet svar efter kontrakten (HTTP ${status})`);
  }
  if (envelope.relatesTo && envelope.relatesTo !== messageId && DEFECT !== "godtroende") {
    throw new Refused("svaret hører til en anden besked");
  }
  if (DEFECT === "streng" && envelope.parts > 2) throw new Refused("svaret har ukendte dele");
  return text;
}

/** Return what an envelope says of itself; throws when it is not well-formed to the last sign. */
function readEnvelope(text) {
  const found = { parts: 0 };
  const at = []; // where the parser is: names with their namespaces
  const texts = {
    [`${SOAP12}Envelope ${SOAP12}Header {${WSA}}RelatesTo`]: "relatesTo",
    [`${SOAP12}Envelope ${SOAP12}Body ${SOAP12}Fault ${SOAP12}Code ${SOAP12}Value`]: "faultCode",
  };
  const fail = (reason) => {
    throw new Error(String(reason));
  };
  const parser = sax.parser(true, { xmlns: true });
  parser.onerror = fail;
  parser.ondoctype = () => fail("DTD");
  parser.onopentag = (tag) => {
    at.push(`{${tag.uri}}${tag.local}`);
    if (at.length === 1 && found.root) fail("two roots"); // sax lets that pass
    if (at.length === 1) found.root = at[0];
    if (at.length === 3 && at[1] === `${SOAP12}Body`) found.body = at[2];
    if (at.length === 4 && at[2] === ANSWER) found.parts += 1;
  };
  parser.ontext = (part) => {
    const name = at.length <= 5 && texts[at.join(" ")];
    if (name) found[name] = (found[name] ?? "") + part.trim();
  };
  parser.onclosetag = () => at.pop();
  parser.write(text).close();
  return found;
}

/** Return how many seconds the service asks us to wait; the header has seconds or a date. */
function retryAfter(response) {
  const value = response.headers.get("retry-after") ?? "0";
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Math.max(0, seconds || 0);
}

/** Return what is found about a citizen. Throws BusinessError or Refused. */
async function lookUp(client, exchange, citizen) {
  const transaction = DEFECT === "samme-id" ? ONE_ID : randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    let wait;
    try {
      return await ask(client, exchange, citizen, transaction); // the same id: the same lookup
    } catch (failure) {
      const again = failure instanceof Passing ||
        (DEFECT === "genforsoeg" && failure instanceof BusinessError);
      wait = failure.wait ?? 0;
      if (!again || attempt === ATTEMPTS) throw failure;
      if (wait > PATIENCE && DEFECT !== "utaalmodig") throw failure;
    }
    // what the service asked for, and our own pause after that: not everyone at once
    const pause = wait + FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random());
    if (DEFECT !== "utaalmodig") await sleep(pause * 1000);
  }
}

/** Make one attempt. */
async function ask(client, exchange, citizen, transaction) {
  const address = process.env.SF1472_URL;
  exchange.messageId = `urn:uuid:${randomUUID()}`; // new in every message
  client.clearSoapHeaders();
  const blocks = { Action: ACTION, MessageID: exchange.messageId, To: address };
  for (const [name, value] of Object.entries(blocks)) {
    client.addSoapHeader({ [name]: value }, "", "wsa", WSA);
  }
  client.setEndpoint(DEFECT === "cpr-i-adressen" ? `${address}?cpr=${citizen}` : address);
  let answer;
  try {
    [answer] = await client.KontrolsagListeHentAsync({
      HovedOplysninger: {
        TransaktionsId: transaction,
        TransaktionsTid: new Date().toISOString(),
        AuthorityContext: { MunicipalityCVR: MUNICIPALITY_CVR },
      },
      Kriterie: { PartCPRNummer: citizen },
      RettighedListe: {
        SagDataAfgrGruppe: { // in the schema's order: soap writes in the order it is given
          MyndighedDataAfgrListe: { VirksomhedCVRNummer: AUTHORITIES_CVR },
          SagAfgrListe: { SagDataAfgr: { SagFoelsomhed: SENSITIVITY, KLEDataAfgr: SUBJECTS } },
          LovDataAfgrListe: { LovDataAfgr: LEGAL_BASES },
        },
      },
    });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("svaret følger ikke kontrakten"); // soap's own, which may quote the answer
  }
  return use(answer, transaction);
}

const list = (value) => [].concat(value ?? []);
const text = (value) => value?.$value ?? value; // soap makes an object of a text with attributes

/** Return the ids of the cases in an answer, each once, and the codes of its Advis. */
function use(answer, transaction) {
  const head = answer?.HovedOplysningerSvar;
  if (!text(head?.TransaktionsId) || !text(head?.TransaktionsTid)) {
    throw new Refused("svaret mangler et obligatorisk element");
  }
  if (text(head.TransaktionsId) !== transaction && DEFECT !== "godtroende") {
    throw new Refused("svaret hører til et andet kald");
  }
  const reactions = list(head.SvarReaktion);
  const error = reactions.find((reaction) => reaction.Fejl);
  if (error) throw new BusinessError(text(error.Fejl.FejlId) || "uden id");
  if (!reactions.every((reaction) => reaction.Advis)) {
    throw new Refused("svaret har en reaktion, som ikke kan læses");
  }
  const found = list(answer.KontrolsagGruppeListe?.KontrolsagGruppe)
    .flatMap((group) => [group.KontrolsagListe, group.HenlagtKontrolsagListe])
    .flatMap((listed) => list(listed?.KontrolsagStruktur))
    .map((one) => text(one.SagUUID));
  if (found.some((id) => !id)) throw new Refused("en sag i svaret har intet id");
  const notices = reactions.map((reaction) => text(reaction.Advis.AdvisId));
  return { cases: new Set(found), notices }; // a set: a case that is listed twice is one case
}

/** Look a citizen up and print a line without the number; return what came of it. */
async function outcome(client, exchange, citizen, number) {
  try {
    const { cases, notices } = await lookUp(client, exchange, citizen); // nothing is kept
    const said = notices.map((notice) => `; advis ${notice}`).join("");
    console.log(`Opslag ${number}: sager: ${cases.size}${said}`);
    return { outcome: "used", cases: cases.size };
  } catch (error) {
    if (error instanceof BusinessError) {
      console.log(`Opslag ${number}: fejl ${error.message}`);
      return { outcome: "fejl" };
    }
    if (!(error instanceof Refused)) throw error;
    console.log(`Opslag ${number}: intet brugbart svar: ${error.message}`);
    return { outcome: "refused" };
  }
}

async function main() {
  const exchange = new Exchange();
  const client = await soap.createClientAsync(
    WSDL, { httpClient: exchange, forceSoap12Headers: true });
  const lookups = (process.env.SF1472_OPSLAG ?? "").split(" ").filter(Boolean);
  for (const [index, lookup] of lookups.entries()) {
    const [citizen, date] = lookup.split("@");
    const told = { citizen, ...(await outcome(client, exchange, citizen, index + 1)), date };
    if (!process.env.SF1472_UDFALD_URL) continue;
    const body = JSON.stringify(told);
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(process.env.SF1472_UDFALD_URL, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`udfaldet blev ikke modtaget: HTTP ${answer.status}`);
  }
}

main();

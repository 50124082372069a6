// A provider on node's soap package. Run it with the contract's folder; it prints its address.
// It takes no part in the schema: soap does not validate, which the kit tells.
"use strict";
const http = require("node:http");
const path = require("node:path");
const soap = require("soap");

const [contract, defect = "none"] = process.argv.slice(2);
const K = "http://www.kombit.dk/int/2017/01/01/";
const CTX = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/";
const UDK = "00001472";
const CASES = [
  { number: 1, cpr: "0113901001", owner: UDK },
  { number: 2, cpr: "0113901001", owner: "55133018" },
  { number: 3, cpr: "0113901002", owner: UDK },
  { number: 4, cpr: "0113901003", owner: "35209115" },
];

const list = (value) => (value === undefined || value === null ? [] : [].concat(value));
const text = (value) => {
  if (value instanceof Date) return value.toISOString();
  return value && typeof value === "object" ? value.$value : value;
};
const escape = (value) => String(value).replace(/&/g, "&amp;").replace(/</g, "&lt;");
const uuid = (number, kind) => `14720000-0000-4000-8000-0000000${kind}00${number}`;

function klasse(name) {
  return `<KlasseIdentifikation>${uuid(0, "bb")}</KlasseIdentifikation>` +
    `<KlasseBrugervendtNoegle>${name}</KlasseBrugervendtNoegle><KlasseTitel>${name}</KlasseTitel>`;
}

function show(found, code) {
  const steps = "<SagStatusListe><SagStatusSkridt><SagStatus>Skridt</SagStatus>" +
    "<SagStatusFra>2026-05-01T12:00:00Z</SagStatusFra></SagStatusSkridt></SagStatusListe>";
  const narrow = code === "UDKL_11A_STK1" && defect !== "steps";
  return `<KontrolsagStruktur><SagUUID>${uuid(found.number, "00")}</SagUUID>` +
    `<SagEjer><VirksomhedCVRNummer>${found.owner}</VirksomhedCVRNummer></SagEjer>` +
    `<SagMasterSystemInstans><ItSystemInstansIdentifikation>${uuid(0, "aa")}` +
    "</ItSystemInstansIdentifikation><ItSystemInstansTitel>System</ItSystemInstansTitel>" +
    `</SagMasterSystemInstans><SagPrimaerKlasse>${klasse("32.45.04")}</SagPrimaerKlasse>` +
    `<SagKontroltemaListe><SagKontroltemaklasse>${klasse("tema")}</SagKontroltemaklasse>` +
    `</SagKontroltemaListe>${narrow ? "" : steps}</KontrolsagStruktur>`;
}

function answer(args) {
  const head = args.HovedOplysninger;
  const caller = text(head.AuthorityContext && head.AuthorityContext.MunicipalityCVR);
  const cpr = text(args.Kriterie && args.Kriterie.PartCPRNummer);
  const groups = list(args.RettighedListe && args.RettighedListe.SagDataAfgrGruppe);
  const codes = groups.flatMap((group) => list(group.LovDataAfgrListe.LovDataAfgr).map(text));
  const seen = CASES.filter((one) => one.cpr === cpr && (caller === UDK) !== (one.owner === UDK));
  const shown = [...new Set(codes)].map((code) =>
    `<KontrolsagGruppe><LovDataAfgr>${escape(code)}</LovDataAfgr><KontrolsagListe>` +
    `${seen.map((one) => show(one, code)).join("")}</KontrolsagListe></KontrolsagGruppe>`);
  const listed = seen.length ? `<KontrolsagGruppeListe>${shown.join("")}</KontrolsagGruppeListe>` : "";
  return { _xml: `<KontrolsagListeHent_O xmlns="${K}" xmlns:c="${CTX}"><c:HovedOplysningerSvar>` +
    `<c:TransaktionsId>${escape(text(head.TransaktionsId))}</c:TransaktionsId>` +
    `<c:TransaktionsTid>${escape(text(head.TransaktionsTid))}</c:TransaktionsTid>` +
    `</c:HovedOplysningerSvar>${listed}</KontrolsagListeHent_O>` };
}

const server = http.createServer((_, response) => response.writeHead(404).end());
const port = { KontrolsagListeHent: answer };
const services = { KontrolsagListeHentService: { KontrolsagListeHentServicePortType: port } };
const uri = path.join(contract, "wsdl", "KontrolsagListeHentService.wsdl");
const xml = require("node:fs").readFileSync(uri, "utf8");
const address = "/service/KontrolsagListeHentService";
server.listen(0, "127.0.0.1", () => {
  const ready = () => console.log(`http://127.0.0.1:${server.address().port}${address}`);
  soap.listen(server, { path: address, services, xml, uri, callback: ready });
});

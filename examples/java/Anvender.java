// A good consumer of KontrolsagListeHent with nothing but the JDK (17 or newer).
//
// It looks citizens up one after another and tells what came of each; examples/README.md says how
// it is driven. Copy what you need: the agreement, the exchange, and the rule of when to ask again.

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

public final class Anvender {
    // Not for copying: SF1472_DEFEKT makes this program do one thing wrong, to see it found.
    static final String DEFECT = setting("SF1472_DEFEKT", "");

    // The agreement: what the service agreement and the law let this system ask for.
    static final String MUNICIPALITY_CVR = "55133018"; // who asks: Aarhus Kommune
    static final String AUTHORITY_CVR = "00001472"; // whose cases: Udbetaling Danmark
    static final List<String> LEGAL_BASES = DEFECT.equals("uden-hjemmel-graense")
        ? List.of("UDKL_11", "UDKL_11A_STK1", "UDKL_11A_STK2", "UDKL_11B")
        : List.of("UDKL_11A_STK2"); // the one legal basis of this task, never more
    static final String SENSITIVITY = "FOELSOMME_PERSONOPLYSNINGER";
    static final String SUBJECTS = "32.*"; // KLE

    // Patience, in seconds
    static final double TIMEOUT = Double.parseDouble(setting("SF1472_TIMEOUT", "6")); // an attempt
    static final int ATTEMPTS = 3;
    static final double FIRST_PAUSE = 0.5; // doubled for each attempt
    static final double PATIENCE = 30; // a service that asks for more is not asked again now

    static final String USER_AGENT = "eksempel-anvender-java/1.0"; // the program, never a person
    static final String KOMBIT = "http://www.kombit.dk/int/2017/01/01/";
    static final String CONTEXT = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/";
    static final String ACTION = KOMBIT + "KontrolsagListeHentService#KontrolsagListeHent";
    static final String MEDIA =
        "application/soap+xml; charset=utf-8; action=\"" + ACTION + "\"";
    static final String SOAP12 = "http://www.w3.org/2003/05/soap-envelope";
    static final String WSA = "http://www.w3.org/2005/08/addressing";
    static final String ONE_ID = UUID.randomUUID().toString();

    /** Nothing usable came, and asking again would not help. */
    static class Refused extends Exception {
        Refused(String reason) { super(reason); }
    }

    /** Nothing usable came, but the cause may pass; wait is what Retry-After asked for. */
    static final class Passing extends Refused {
        final double wait;

        Passing(String reason, double wait) {
            super(reason);
            this.wait = wait;
        }
    }

    /** The service answered with a Fejl; its code is the message. */
    static final class BusinessError extends Exception {
        BusinessError(String code) { super(code); }
    }

    /** What an answer holds: the ids of the cases, each once, and the codes of its Advis. */
    record Found(Set<String> cases, List<String> notices) {}

    // HttpClient follows no redirects unless told to: the citizen's data stays at the address.
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofMillis((long) (TIMEOUT * 1000))).build();
    private final String address;

    Anvender(String address) { this.address = address; }

    /** Return what is found about a citizen. */
    Found lookUp(String citizen) throws Refused, BusinessError, InterruptedException {
        var transaction = DEFECT.equals("samme-id") ? ONE_ID : UUID.randomUUID().toString();
        for (int attempt = 1; ; attempt++) {
            double wait = 0;
            try {
                return use(ask(citizen, transaction), transaction); // the same id: the same lookup
            } catch (Passing failure) {
                wait = failure.wait;
                boolean patient = wait <= PATIENCE || DEFECT.equals("utaalmodig");
                if (attempt == ATTEMPTS || !patient) throw failure;
            } catch (BusinessError failure) {
                if (attempt == ATTEMPTS || !DEFECT.equals("genforsoeg")) throw failure;
            }
            // what the service asked for, and our own pause after that: not everyone at once
            double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
            double pause = wait + FIRST_PAUSE * Math.pow(2, attempt - 1) * jitter;
            if (!DEFECT.equals("utaalmodig")) Thread.sleep((long) Math.ceil(pause * 1000));
        }
    }

    /** Make one attempt and return the answer's element in Body. */
    private Element ask(String citizen, String transaction) throws Refused, InterruptedException {
        var messageId = "urn:uuid:" + UUID.randomUUID(); // new in every message
        var query = DEFECT.equals("cpr-i-adressen") ? "?cpr=" + citizen : "";
        var request = HttpRequest.newBuilder(URI.create(address + query))
            .header("Content-Type", MEDIA)
            .header("User-Agent", USER_AGENT)
            .POST(BodyPublishers.ofString(envelope(messageId, transaction, citizen)))
            .build();
        var answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            // HttpRequest.timeout ends when the headers have come; this bounds the body, too,
            // however it dribbles
            return check(answer.get((long) (TIMEOUT * 1000), TimeUnit.MILLISECONDS), messageId);
        } catch (TimeoutException late) {
            answer.cancel(true); // closes the connection
            throw new Passing("svaret kom ikke inden fristen", 0);
        } catch (ExecutionException failure) { // refused, or reset before the answer was whole
            var kind = failure.getCause().getClass().getSimpleName();
            throw new Passing("ingen forbindelse eller et afbrudt svar (" + kind + ")", 0);
        }
    }

    private String envelope(String messageId, String transaction, String citizen) {
        var bases = LEGAL_BASES.stream().map(code -> "<k:LovDataAfgr>" + code + "</k:LovDataAfgr>")
            .collect(Collectors.joining());
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <s:Envelope xmlns:s="%s" xmlns:a="%s" xmlns:k="%s" xmlns:c="%s">
              <s:Header>
                <a:Action>%s</a:Action>
                <a:MessageID>%s</a:MessageID>
                <a:To>%s</a:To>
              </s:Header>
              <s:Body>
                <k:KontrolsagListeHent_I>
                  <c:HovedOplysninger>
                    <c:TransaktionsId>%s</c:TransaktionsId>
                    <c:TransaktionsTid>%s</c:TransaktionsTid>
                    <c:AuthorityContext>
                      <c:MunicipalityCVR>%s</c:MunicipalityCVR>
                    </c:AuthorityContext>
                  </c:HovedOplysninger>
                  <k:Kriterie><k:PartCPRNummer>%s</k:PartCPRNummer></k:Kriterie>
                  <k:RettighedListe>
                    <k:SagDataAfgrGruppe>
                      <k:MyndighedDataAfgrListe>
                        <k:VirksomhedCVRNummer>%s</k:VirksomhedCVRNummer>
                      </k:MyndighedDataAfgrListe>
                      <k:SagAfgrListe>
                        <k:SagDataAfgr>
                          <k:SagFoelsomhed>%s</k:SagFoelsomhed>
                          <k:KLEDataAfgr>%s</k:KLEDataAfgr>
                        </k:SagDataAfgr>
                      </k:SagAfgrListe>
                      <k:LovDataAfgrListe>%s</k:LovDataAfgrListe>
                    </k:SagDataAfgrGruppe>
                  </k:RettighedListe>
                </k:KontrolsagListeHent_I>
              </s:Body>
            </s:Envelope>
            """.formatted(
                SOAP12, WSA, KOMBIT, CONTEXT, ACTION, messageId, xml(address),
                transaction, Instant.now(), MUNICIPALITY_CVR, xml(citizen),
                AUTHORITY_CVR, SENSITIVITY, SUBJECTS, bases);
    }

    /** Return the answer's element, or say why it cannot be used, and whether that may pass. */
    private static Element check(HttpResponse<byte[]> answer, String messageId) throws Refused {
        int status = answer.statusCode();
        if (status >= 300 && status < 500 && status != 400 && status != 429) {
            throw new Refused("HTTP " + status); // not 400: SOAP 1.2 sends Sender faults with it
        }
        Element envelope = read(answer.body());
        if (envelope == null && status == 200) {
            throw new Refused("svaret er ikke læselig XML i UTF-8"); // never quote the answer
        }
        if (envelope != null && "Envelope".equals(envelope.getLocalName())
                && !SOAP12.equals(envelope.getNamespaceURI())) {
            throw new Refused("svaret er i en anden SOAP-version"); // nor will it ever speak ours
        }
        var body = child(envelope, SOAP12, "Body");
        var code = child(child(child(body, SOAP12, "Fault"), SOAP12, "Code"), SOAP12, "Value");
        if (code != null && text(code).matches("(.*:)?Receiver")) {
            throw new Passing("SOAP-fejl: tjenestens egen", retryAfter(answer));
        }
        if (code != null) throw new Refused("SOAP-fejl: anmodningen blev afvist");
        if (status == 429 || status >= 500) { // a gateway's page; its status says enough
            throw new Passing("HTTP " + status, retryAfter(answer));
        }
        var found = child(body, KOMBIT, "KontrolsagListeHent_O");
        if (status != 200 || found == null) {
            throw new Refused("intet svar efter kontrakten (HTTP " + status + ")");
        }
        var related = child(child(envelope, SOAP12, "Header"), WSA, "RelatesTo");
        if (related != null && !text(related).equals(messageId) && !DEFECT.equals("godtroende")) {
            throw new Refused("svaret hører til en anden besked");
        }
        if (DEFECT.equals("streng") && children(found, null, null).size() > 2) {
            throw new Refused("svaret har ukendte dele");
        }
        return found;
    }

    /** Return the root of an answer that is UTF-8 and well-formed, each to the letter, or null. */
    private static Element read(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)); // no guessing
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // or errors are printed
            var source = new InputSource(new ByteArrayInputStream(content));
            source.setEncoding("UTF-8");
            return builder.parse(source).getDocumentElement();
        } catch (CharacterCodingException | SAXException broken) {
            return null;
        } catch (IOException | ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Return how many seconds the service asks us to wait; the header has seconds or a date. */
    private static double retryAfter(HttpResponse<?> answer) {
        var value = answer.headers().firstValue("Retry-After").orElse("0").strip();
        if (value.matches("[0-9]{1,9}")) return Double.parseDouble(value);
        try {
            var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var left = Duration.between(Instant.now(), date.toInstant());
            return Math.max(0, left.toMillis() / 1000.0);
        } catch (DateTimeException unreadable) {
            return 0;
        }
    }

    /** Return what an answer holds. Elements that are not known are no error: they are not read. */
    private static Found use(Element answer, String transaction) throws Refused, BusinessError {
        var head = child(answer, CONTEXT, "HovedOplysningerSvar");
        var id = text(child(head, CONTEXT, "TransaktionsId"));
        if (id.isEmpty() || text(child(head, CONTEXT, "TransaktionsTid")).isEmpty()) {
            throw new Refused("svaret mangler et obligatorisk element");
        }
        if (!id.equals(transaction) && !DEFECT.equals("godtroende")) {
            throw new Refused("svaret hører til et andet kald");
        }
        var found = new Found(new TreeSet<>(), new ArrayList<>());
        for (var reaction : children(head, CONTEXT, "SvarReaktion")) {
            var error = child(reaction, CONTEXT, "Fejl");
            var notice = child(reaction, CONTEXT, "Advis");
            if (error != null) throw new BusinessError(text(child(error, CONTEXT, "FejlId")));
            if (notice == null) throw new Refused("svaret har en reaktion, som ikke kan læses");
            found.notices.add(text(child(notice, CONTEXT, "AdvisId")));
        }
        var groups = child(answer, KOMBIT, "KontrolsagGruppeListe");
        for (var group : children(groups, KOMBIT, "KontrolsagGruppe")) {
            for (var name : List.of("KontrolsagListe", "HenlagtKontrolsagListe")) {
                var list = child(group, KOMBIT, name);
                for (var one : children(list, KOMBIT, "KontrolsagStruktur")) {
                    var uuid = child(one, KOMBIT, "SagUUID");
                    if (uuid == null) throw new Refused("en sag i svaret har intet id");
                    found.cases.add(text(uuid)); // a set: a case that is listed twice is one case
                }
            }
        }
        return found;
    }

    private static Element child(Element parent, String namespace, String name) {
        var found = children(parent, namespace, name);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Return the child elements with a name, or all of them. */
    private static List<Element> children(Element parent, String namespace, String name) {
        var found = new ArrayList<Element>();
        var node = parent == null ? null : parent.getFirstChild();
        for (; node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && (name == null
                    || name.equals(node.getLocalName())
                        && namespace.equals(node.getNamespaceURI()))) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element element) {
        return element == null ? "" : element.getTextContent().strip();
    }

    private static String xml(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    /** Look a citizen up and print a line without the number; return what came of it, as JSON. */
    private String outcome(String citizen, int number) throws InterruptedException {
        try {
            var found = lookUp(citizen); // nothing is kept, so nothing can be too old
            var notices = found.notices.stream().map(code -> "; advis " + code)
                .collect(Collectors.joining());
            System.out.println("Opslag " + number + ": sager: " + found.cases.size() + notices);
            return "\"outcome\": \"used\", \"cases\": " + found.cases.size();
        } catch (BusinessError error) {
            System.out.println("Opslag " + number + ": fejl " + error.getMessage());
            return "\"outcome\": \"fejl\"";
        } catch (Refused error) {
            System.out.println("Opslag " + number + ": intet brugbart svar: " + error.getMessage());
            return "\"outcome\": \"refused\"";
        }
    }

    private void tell(String where, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(where)).timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)).build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 300) throw new IOException("udfaldet blev ikke modtaget: HTTP " + status);
    }

    public static void main(String[] args) throws Exception {
        var consumer = new Anvender(setting("SF1472_URL", ""));
        var telling = setting("SF1472_UDFALD_URL", "");
        int number = 0;
        for (var lookup : setting("SF1472_OPSLAG", "").split(" ")) {
            if (lookup.isEmpty()) continue;
            var parts = lookup.split("@");
            var date = parts.length > 1 ? ", \"date\": \"" + parts[1] + "\"" : "";
            var outcome = consumer.outcome(parts[0], ++number);
            var json = "{\"citizen\": \"" + parts[0] + "\", " + outcome + date + "}";
            if (!telling.isEmpty()) consumer.tell(telling, json);
        }
    }
}

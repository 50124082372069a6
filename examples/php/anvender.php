<?php
// A good consumer of KontrolsagListeHent with PHP's SoapClient.
//
// It looks citizens up one after another and tells what came of each; examples/README.md says how
// it is driven. Copy what you need: the agreement, the exchange, and the rule of when to ask again.
declare(strict_types=1);
ini_set('zend.exception_ignore_args', '1'); // a stack trace must never show a citizen's number

// The agreement: what the service agreement and the law let this system ask for.
const MUNICIPALITY_CVR = '55133018'; // who asks: Aarhus Kommune
const AUTHORITIES_CVR = ['00001472']; // whose cases: Udbetaling Danmark
const LEGAL_BASES = ['UDKL_11A_STK2']; // the one legal basis of this task, never more
const SENSITIVITY = 'FOELSOMME_PERSONOPLYSNINGER';
const SUBJECTS = '32.*'; // KLE

// Patience, in seconds
define('TIMEOUT', (float) (getenv('SF1472_TIMEOUT') ?: 6)); // for one attempt as a whole
const ATTEMPTS = 3;
const FIRST_PAUSE = 0.5; // doubled for each attempt
const PATIENCE = 30.0; // a service that asks for a longer wait than this is not asked again now

const USER_AGENT = 'eksempel-anvender-php/1.0'; // the program, never a person
const WSDL = __DIR__ . '/../../wsdl/sf1472-1.0/wsdl/KontrolsagListeHentService.wsdl';
const KOMBIT = 'http://www.kombit.dk/int/2017/01/01/';
const ACTION = KOMBIT . 'KontrolsagListeHentService#KontrolsagListeHent';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const WSA = 'http://www.w3.org/2005/08/addressing';

// Not for copying: SF1472_DEFEKT makes this program do one thing wrong, to see that it is found.
define('DEFECT', (string) getenv('SF1472_DEFEKT'));
const ALL_BASES = ['UDKL_11', 'UDKL_11A_STK1', 'UDKL_11A_STK2', 'UDKL_11B'];

/** Nothing usable came, and asking again would not help. */
class Refused extends Exception
{
}

/** Nothing usable came, but the cause may pass; `wait` is what Retry-After asked for. */
class Passing extends Refused
{
    public function __construct(string $reason, public readonly float $wait = 0.0)
    {
        parent::__construct($reason);
    }
}

/** The service answered with a Fejl; its code is the message. */
class BusinessError extends Exception
{
}

/**
 * SoapClient with an HTTP exchange of its own, and no answer that has not been looked at here.
 *
 * SoapClient reads answers in any namespace and either SOAP version, follows redirects, and bounds
 * each read only; so the envelope is looked at before SoapClient reads the body.
 */
class Client extends SoapClient
{
    private string $messageId = '';

    public function __construct()
    {
        parent::__construct(WSDL, [
            'soap_version' => SOAP_1_2,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS, // one is a list, too
            'cache_wsdl' => WSDL_CACHE_MEMORY,
        ]);
    }

    /** Send a question with new addressing and return the answer's body. Throws Refused. */
    public function ask(string $address, string $citizen, array $question): stdClass
    {
        $this->messageId = 'urn:uuid:' . uuid(); // new in every message
        $this->__setSoapHeaders([
            new SoapHeader(WSA, 'Action', ACTION),
            new SoapHeader(WSA, 'MessageID', $this->messageId),
            new SoapHeader(WSA, 'To', $address),
        ]);
        $this->__setLocation(DEFECT === 'cpr-i-adressen' ? "$address?cpr=$citizen" : $address);
        try {
            return $this->__soapCall('KontrolsagListeHent', [$question]);
        } catch (SoapFault) { // SoapClient's own; its text may quote the answer
            throw new Refused('svaret følger ikke kontrakten');
        }
    }

    public function __doRequest(
        string $request,
        string $location,
        string $action,
        int $version,
        bool $oneWay = false,
    ): ?string {
        $deadline = microtime(true) + TIMEOUT;
        $stream = @fopen($location, 'rb', false, stream_context_create(['http' => [
            'method' => 'POST',
            'protocol_version' => 1.1,
            'user_agent' => USER_AGENT,
            'header' => "Content-Type: application/soap+xml; charset=utf-8; action=\"$action\"",
            'content' => $request,
            'timeout' => TIMEOUT, // bounds each read; headers come in one
            'follow_location' => 0, // the citizen's data goes to the agreed address only
            'ignore_errors' => true, // a fault comes with HTTP 400 or 500, and is read too
        ]]));
        if ($stream === false) {
            throw new Passing('ingen forbindelse eller et afbrudt svar');
        }
        $lines = stream_get_meta_data($stream)['wrapper_data'];
        $content = read_all($stream, $deadline);
        if ($content === '' && status($lines) === 200) { // PHP does not tell that headers were cut
            throw new Passing('svaret er tomt');
        }
        if (strlen($content) < (int) header_value($lines, 'Content-Length')) {
            throw new Passing('svaret blev afbrudt'); // nor that; a chunked one is broken XML
        }
        check($lines, $content, $this->messageId);
        return $content;
    }
}

/** Read a stream to its end, or to the deadline: an answer that dribbles must end, too. */
function read_all(mixed $stream, float $deadline): string
{
    $content = '';
    while (!feof($stream)) {
        $left = $deadline - microtime(true);
        if ($left <= 0 || stream_get_meta_data($stream)['timed_out']) {
            throw new Passing('svaret kom ikke inden fristen');
        }
        stream_set_timeout($stream, (int) $left, (int) (fmod($left, 1) * 1e6));
        $content .= (string) @fread($stream, 65536);
    }
    return $content;
}

/** Say by an exception why an answer cannot be used, and whether that may pass. */
function check(array $lines, string $content, string $messageId): void
{
    $status = status($lines);
    if ($status >= 300 && $status < 500 && !in_array($status, [400, 429], true)) {
        throw new Refused("HTTP $status"); // not 400: SOAP 1.2 sends Sender faults with it
    }
    $envelope = envelope($content);
    if ($envelope === null && $status === 200) {
        throw new Refused('svaret er ikke læselig XML i UTF-8'); // never quote the answer
    }
    $found = fn (string $path): string => trim((string) $envelope?->evaluate("string($path)"));
    if ($found("local-name(/*)") === 'Envelope' && $found('namespace-uri(/*)') !== SOAP12) {
        throw new Refused('svaret er i en anden SOAP-version'); // nor will it ever speak ours
    }
    $code = $found('/s:Envelope/s:Body/s:Fault/s:Code/s:Value');
    if (preg_match('/(^|:)Receiver$/', $code)) {
        throw new Passing('SOAP-fejl: tjenestens egen', retry_after($lines));
    }
    if ($code !== '') {
        throw new Refused('SOAP-fejl: anmodningen blev afvist');
    }
    if ($status === 429 || $status >= 500) { // a gateway's page; its status says enough
        throw new Passing("HTTP $status", retry_after($lines));
    }
    if ($status !== 200 || $found('count(/s:Envelope/s:Body/k:KontrolsagListeHent_O)') !== '1') {
        throw new Refused("intet svar efter kontrakten (HTTP $status)");
    }
    $related = $found('/s:Envelope/s:Header/a:RelatesTo');
    if ($related !== '' && $related !== $messageId && DEFECT !== 'godtroende') {
        throw new Refused('svaret hører til en anden besked');
    }
    if (DEFECT === 'streng' && (int) $found('count(/s:Envelope/s:Body/*/*)') > 2) {
        throw new Refused('svaret har ukendte dele');
    }
}

/** Return an answer that is UTF-8 and well-formed, each to the letter, for reading; or null. */
function envelope(string $content): ?DOMXPath
{
    libxml_use_internal_errors(true); // PHP would print them, and they quote the answer
    $document = new DOMDocument();
    $read = $content !== '' && preg_match('//u', $content) === 1 // nothing is guessed
        && $document->loadXML($content, LIBXML_NONET | LIBXML_PARSEHUGE);
    libxml_clear_errors();
    if (!$read || $document->doctype !== null) {
        return null;
    }
    $path = new DOMXPath($document);
    foreach (['s' => SOAP12, 'a' => WSA, 'k' => KOMBIT] as $prefix => $namespace) {
        $path->registerNamespace($prefix, $namespace);
    }
    return $path;
}

function status(array $lines): int
{
    return (int) (explode(' ', $lines[0])[1] ?? 0);
}

function header_value(array $lines, string $name): string
{
    $found = preg_grep('/^' . preg_quote($name) . ':/i', $lines);
    return $found ? trim(explode(':', end($found), 2)[1]) : '';
}

/** Return how many seconds the service asks us to wait; the header has seconds or a date. */
function retry_after(array $lines): float
{
    $value = header_value($lines, 'Retry-After');
    $seconds = ctype_digit($value) ? (float) $value : (float) strtotime($value) - time();
    return max(0.0, $seconds);
}

function uuid(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

/** Return what is found about a citizen. Throws BusinessError or Refused. */
function look_up(Client $client, string $citizen): array
{
    static $one = null;
    $one ??= uuid();
    $transaction = DEFECT === 'samme-id' ? $one : uuid();
    for ($attempt = 1; ; $attempt++) {
        try { // the same id in each attempt: it is the same lookup
            return found(attempt($client, $citizen, $transaction), $transaction);
        } catch (Passing | BusinessError $failure) {
            $again = $failure instanceof Passing || DEFECT === 'genforsoeg';
            $wait = $failure->wait ?? 0.0;
            $patient = $wait <= PATIENCE || DEFECT === 'utaalmodig';
            if (!$again || !$patient || $attempt === ATTEMPTS) {
                throw $failure;
            }
        }
        // what the service asked for, and our own pause after that: not everyone at once
        $jitter = 0.5 + mt_rand() / mt_getrandmax();
        $pause = $wait + FIRST_PAUSE * 2 ** ($attempt - 1) * $jitter;
        usleep(DEFECT === 'utaalmodig' ? 0 : (int) ($pause * 1e6));
    }
}

function attempt(Client $client, string $citizen, string $transaction): stdClass
{
    return $client->ask((string) getenv('SF1472_URL'), $citizen, [
        'HovedOplysninger' => [
            'TransaktionsId' => $transaction,
            'TransaktionsTid' => date(DATE_ATOM),
            'AuthorityContext' => ['MunicipalityCVR' => MUNICIPALITY_CVR],
        ],
        'Kriterie' => ['PartCPRNummer' => $citizen],
        'RettighedListe' => ['SagDataAfgrGruppe' => [[
            'MyndighedDataAfgrListe' => ['VirksomhedCVRNummer' => AUTHORITIES_CVR],
            'SagAfgrListe' => ['SagDataAfgr' => [
                ['SagFoelsomhed' => SENSITIVITY, 'KLEDataAfgr' => SUBJECTS],
            ]],
            'LovDataAfgrListe' => [
                'LovDataAfgr' => DEFECT === 'uden-hjemmel-graense' ? ALL_BASES : LEGAL_BASES,
            ],
        ]]],
    ]);
}

/** Return the ids of the cases in an answer, each once, and the codes of its Advis. */
function found(stdClass $answer, string $transaction): array
{
    $head = $answer->HovedOplysningerSvar ?? null;
    if (($head->TransaktionsId ?? '') === '' || ($head->TransaktionsTid ?? '') === '') {
        throw new Refused('svaret mangler et obligatorisk element');
    }
    if ($head->TransaktionsId !== $transaction && DEFECT !== 'godtroende') {
        throw new Refused('svaret hører til et andet kald');
    }
    $notices = $cases = [];
    foreach ($head->SvarReaktion ?? [] as $reaction) {
        if (isset($reaction->Fejl)) {
            throw new BusinessError($reaction->Fejl->FejlId ?? 'uden id');
        }
        $notices[] = $reaction->Advis->AdvisId
            ?? throw new Refused('svaret har en reaktion, som ikke kan læses');
    }
    foreach ($answer->KontrolsagGruppeListe->KontrolsagGruppe ?? [] as $group) {
        foreach (['KontrolsagListe', 'HenlagtKontrolsagListe'] as $list) {
            foreach ($group->$list->KontrolsagStruktur ?? [] as $case) {
                $id = $case->SagUUID ?? throw new Refused('en sag i svaret har intet id');
                $cases[$id] = true; // a case that is listed twice is one case
            }
        }
    }
    return [array_keys($cases), $notices];
}

/** Look a citizen up and print a line without the number; return what came of it. */
function outcome(Client $client, string $citizen, int $number): array
{
    try {
        [$cases, $notices] = look_up($client, $citizen); // nothing is kept, so nothing gets too old
        $said = implode('', array_map(fn (string $notice): string => "; advis $notice", $notices));
        echo "Opslag $number: sager: ", count($cases), $said, PHP_EOL;
        return ['outcome' => 'used', 'cases' => count($cases)];
    } catch (BusinessError $error) {
        echo "Opslag $number: fejl {$error->getMessage()}", PHP_EOL;
        return ['outcome' => 'fejl'];
    } catch (Refused $error) {
        echo "Opslag $number: intet brugbart svar: {$error->getMessage()}", PHP_EOL;
        return ['outcome' => 'refused'];
    }
}

$client = new Client();
$telling = getenv('SF1472_UDFALD_URL');
$lookups = array_filter(explode(' ', (string) getenv('SF1472_OPSLAG')));
foreach (array_values($lookups) as $index => $lookup) {
    [$citizen, $date] = explode('@', "$lookup@");
    $told = ['citizen' => $citizen] + outcome($client, $citizen, $index + 1);
    $told += $date === '' ? [] : ['date' => $date];
    $context = stream_context_create(['http' => [
        'method' => 'POST', 'header' => 'Content-Type: application/json',
        'content' => json_encode($told), 'timeout' => 10,
    ]]);
    if ($telling && file_get_contents($telling, false, $context) === false) {
        exit(1);
    }
}

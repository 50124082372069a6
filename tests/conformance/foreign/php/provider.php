<?php
// A provider on PHP's SoapServer, for php -S. SF1472_CONTRACT is the contract's folder and
// SF1472_DEFECT the seeded defect. SoapServer does not validate, which the kit tells.
declare(strict_types=1);
ini_set('soap.wsdl_cache_enabled', '0');

const K = 'http://www.kombit.dk/int/2017/01/01/';
const CTX = 'http://kombit.dk/xml/schemas/kontekst/2017/01/01/';
const UDK = '00001472';
const CASES = [
    ['0113901001', UDK, 1], ['0113901001', '55133018', 2],
    ['0113901002', UDK, 3], ['0113901003', '35209115', 4],
];

function xml(mixed $value): string
{
    return htmlspecialchars((string) $value, ENT_XML1);
}

function klasse(string $name): string
{
    return '<KlasseIdentifikation>14720000-0000-4000-8000-0000000000bb</KlasseIdentifikation>'
        . "<KlasseBrugervendtNoegle>$name</KlasseBrugervendtNoegle><KlasseTitel>$name</KlasseTitel>";
}

function show(array $case, string $code): string
{
    $narrow = $code === 'UDKL_11A_STK1' && getenv('SF1472_DEFECT') !== 'steps';
    $steps = '<SagStatusListe><SagStatusSkridt><SagStatus>Skridt</SagStatus>'
        . '<SagStatusFra>2026-05-01T12:00:00Z</SagStatusFra></SagStatusSkridt></SagStatusListe>';
    return "<KontrolsagStruktur><SagUUID>14720000-0000-4000-8000-00000000000$case[2]</SagUUID>"
        . "<SagEjer><VirksomhedCVRNummer>$case[1]</VirksomhedCVRNummer></SagEjer>"
        . '<SagMasterSystemInstans><ItSystemInstansIdentifikation>'
        . '14720000-0000-4000-8000-0000000000aa</ItSystemInstansIdentifikation>'
        . '<ItSystemInstansTitel>System</ItSystemInstansTitel></SagMasterSystemInstans>'
        . '<SagPrimaerKlasse>' . klasse('32.45.04') . '</SagPrimaerKlasse><SagKontroltemaListe>'
        . '<SagKontroltemaklasse>' . klasse('tema') . '</SagKontroltemaklasse></SagKontroltemaListe>'
        . ($narrow ? '' : $steps) . '</KontrolsagStruktur>';
}

class Provider
{
    public function KontrolsagListeHent(object $request): SoapVar
    {
        $head = $request->HovedOplysninger;
        $caller = $head->AuthorityContext->MunicipalityCVR ?? '';
        $cpr = $request->Kriterie->PartCPRNummer ?? '';
        $groups = $request->RettighedListe->SagDataAfgrGruppe;
        $codes = [];
        foreach (is_array($groups) ? $groups : [$groups] as $group) {
            $codes = array_merge($codes, (array) $group->LovDataAfgrListe->LovDataAfgr);
        }
        $seen = array_filter(CASES, fn ($case) => $case[0] === $cpr
            && ($caller === UDK) !== ($case[1] === UDK));
        $listed = '';
        foreach ($seen ? array_unique($codes) : [] as $code) {
            $cases = implode('', array_map(fn ($case) => show($case, $code), $seen));
            $listed .= '<KontrolsagGruppe><LovDataAfgr>' . xml($code) . '</LovDataAfgr>'
                . "<KontrolsagListe>$cases</KontrolsagListe></KontrolsagGruppe>";
        }
        $listed = $listed === '' ? '' : "<KontrolsagGruppeListe>$listed</KontrolsagGruppeListe>";
        return new SoapVar('<KontrolsagListeHent_O xmlns="' . K . '" xmlns:c="' . CTX . '">'
            . '<c:HovedOplysningerSvar><c:TransaktionsId>' . xml($head->TransaktionsId)
            . '</c:TransaktionsId><c:TransaktionsTid>' . xml($head->TransaktionsTid)
            . "</c:TransaktionsTid></c:HovedOplysningerSvar>$listed</KontrolsagListeHent_O>",
            XSD_ANYXML);
    }
}

$contract = getenv('SF1472_CONTRACT');
$name = ltrim((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
$file = isset($_GET['wsdl']) ? 'wsdl/KontrolsagListeHentService.wsdl' : $name;
if ($_SERVER['REQUEST_METHOD'] === 'GET') {
    $found = is_file("$contract/$file") && !str_contains($file, '..');
    http_response_code($found ? 200 : 405);
    header('Content-Type: text/xml');
    echo $found ? file_get_contents("$contract/$file") : '';
    return;
}
$version = str_starts_with($_SERVER['CONTENT_TYPE'] ?? '', 'text/xml') ? SOAP_1_1 : SOAP_1_2;
$server = new SoapServer("$contract/wsdl/KontrolsagListeHentService.wsdl", ['soap_version' => $version]);
$server->setClass(Provider::class);
$server->handle();

/** Names of query parameters that single out a person or a session, without separators. */
const personKeys = new Set(
  [
    "mrn patientid patient patientnumber pid ptid nhs nhsnumber ssn dob birthdate dateofbirth memberid subscriberid",
    "chart chartid recordid medicalrecord encounterid appointmentid visitid caseid admissionid policynumber",
    "token accesstoken authtoken idtoken refreshtoken auth session sessionid sid jwt apikey password otp",
    "email mail phone mobile tel firstname lastname fullname surname userid",
    "paciente idpaciente nhc dni historia expediente correo telefono apellido fechanacimiento",
  ].flatMap((line) => line.split(" ")),
);

const personPath = /\/(?:patients?|pacientes?|mrn|charts?|records?|members?|appointments?)\/[\w-]{0,40}\d/;
const credentials = /^https?:\/\/[^/?#@\s]{1,200}@/;

/** Whether a lower-case address names one person, record or session: in its path, its query or its fragment. */
export function pointsToPerson(url: string): boolean {
  if (personPath.test(url) || credentials.test(url)) return true;
  const question = url.search(/[?#]/);
  if (question < 0) return false;
  return url
    .slice(question + 1)
    .split(/[?&;#]/)
    .some((pair) => {
      const [key = "", value = ""] = pair.split("=", 2);
      return value !== "" && personKeys.has(key.replace(/[^a-z\d]/g, ""));
    });
}

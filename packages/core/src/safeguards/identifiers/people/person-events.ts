/** What happens to a patient, in words beside a date. Lower case, without accents. */
export const personEvents = {
  /** Labels and phrases that speak of one person wherever they stand. */
  labels: {
    en: ["dob", "d o b", "date of birth", "birth date", "birthdate", "date of death", "date of admission", "admission date", "discharge date", "date of discharge", "date of surgery"],
    es: ["fecha de nacimiento", "fecha de ingreso", "fecha de alta", "fecha de defuncion"],
    more: ["geburtsdatum", "geb", "sterbedatum", "aufnahmedatum", "date de naissance", "data de nascimento", "data di nascita"],
  },
  /** Verbs of which the subject is a person, unless words of a group or a thing stand in front. */
  verbs: {
    en: ["admitted", "readmitted", "discharged", "died", "hospitalized", "hospitalised", "deceased", "passed away", "born", "intubated", "gave birth", "was buried"],
    es: ["ingreso", "ingresado", "ingresada", "fallecio", "fallecido", "fallecida", "murio", "nacio", "nacido", "nacida", "hospitalizado", "hospitalizada", "dado de alta", "dada de alta", "operado", "operada"],
    more: [
      ...["geboren", "verstorben", "gestorben", "starb", "eingeliefert", "entlassen", "operiert"],
      ...["ne le", "nee le", "decede", "decedee", "mort le", "morte le", "hospitalise", "hospitalisee", "opere", "operee"],
      ...["internado", "internada", "faleceu", "nasceu", "nascido", "nascida", "morreu"],
      ...["ricoverato", "ricoverata", "deceduto", "deceduta", "nato", "nata", "dimesso", "dimessa", "operato", "operata"],
    ],
  },
  /** Words of everyday work in a hospital: only beside a word that says whose. */
  owned: {
    en: ["surgery", "operation", "operated", "transplant", "birthday", "admission", "discharge", "death", "birth", "funeral", "transferred", "diagnosed", "diagnosis", "biopsy", "procedure", "appointment", "treated", "miscarriage", "overdose"],
    es: ["cirugia", "operacion", "trasplante", "cumpleanos", "muerte", "nacimiento", "trasladado", "trasladada", "diagnosticado", "diagnosticada", "cita", "parto"],
    more: ["operation", "geburtstag", "transplantation", "tod", "verlegt", "chirurgie", "naissance", "anniversaire", "cirurgia", "operazione", "intervento"],
  },
  /** Behind `born` and the like: a rule about who is eligible. */
  eligibility: {
    en: ["before", "after", "between", "since", "or", "until", "from"],
    es: ["antes", "despues", "entre", "desde"],
    more: ["vor", "nach", "zwischen", "seit", "avant", "apres", "entre", "depuis", "depois", "prima", "dopo", "tra"],
  },
} as const;

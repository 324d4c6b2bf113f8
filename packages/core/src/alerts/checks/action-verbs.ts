import { foldSentences } from "../../wording/fold.ts";
import { primaryOf } from "../../wording/word-rule.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const verbs: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    "ask avoid begin boil bring call carry check clean close come contact cook cool cover discard drink eat evacuate " +
      "find follow get give go help isolate keep learn leave let limit listen lock look look make move open order prepare protect " +
      "put read remain remove report rest return rinse run seal see seek send share shelter show sign sit speak stay stop store " +
      "switch take talk tell test throw try turn use visit wait walk wash watch wear write",
  ),
  es: words(
    "abra acuda almacene apague avise ayude beba busque camine cierre cocine comparta compruebe comuniquese consulte continue cubra " +
      "cubrase deje desinfecte deseche diga entre envie espere evacue evite guarde haga hierva informe lave lavese lea limpie " +
      "limite llame lleve llevese mantenga mantengase mire muestre observe ofrezca pida pongase ponga preguntele pregunte prepare " +
      "preparese proteja protejase quedese refresque refugiese regrese reporte retire salga selle siga tape tire tome traiga " +
      "use utilice vacie vaya vea ventile verifique visite vuelva",
  ),
};

/** A prohibition is an action too, and the weakest. */
const prohibitions: Readonly<Record<string, RegExp>> = {
  en: /^(?:please )?(?:do not|don't|never|avoid|no) /,
  es: /^(?:por favor )?(?:no|nunca|evite|eviten) /,
};
const courtesies: Readonly<Record<string, RegExp>> = {
  en: /^(?:please|now|immediately|at once|always) /,
  es: /^(?:por favor|ahora|inmediatamente|siempre) /,
};
/** Who or when may stand before the verb: "If you feel faint, call". */
const condition: Readonly<Record<string, RegExp>> = {
  en: /^(?:if|when|before|after|until|for|to) /,
  es: /^(?:si|cuando|antes|despues|hasta|para) /,
};

/** Whether a sentence begins with what to do. `undefined` where nobody can tell: other languages, and a condition first. */
export function startsWithAction(sentence: string, language: string): boolean | undefined {
  const primary = primaryOf(language);
  const list = verbs[primary];
  if (!list) return undefined;
  const folded = foldSentences(sentence)[0] ?? "";
  if (startsWithPrefix(folded, language)) return true;
  if (condition[primary]?.test(folded)) return undefined;
  const first = folded.replace(courtesies[primary] ?? "", "").split(" ")[0] ?? "";
  // A plural imperative of Spanish ends in n: hiervan, llamen.
  return list.has(first) || (primary === "es" && list.has(first.replace(/n(?=$|se$)/, "")));
}

/** Whether a folded sentence only forbids. */
export function startsWithPrefix(folded: string, language: string): boolean {
  return prohibitions[primaryOf(language)]?.test(folded) ?? false;
}

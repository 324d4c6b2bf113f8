/**
 * Numbers that anybody may print, because they are nobody's own: what people call in need, each with its country
 * code. Numbers of up to six digits, such as 911, 112, 988, 999, 111, 116 123 or 741741, are never taken for a
 * telephone number and do not stand here. What a tenant runs itself belongs into its allow list.
 */
export const helplines: readonly { readonly number: string; readonly what: string }[] = [
  { number: "+18002738255", what: "US: 988 Suicide & Crisis Lifeline, its number before 988" },
  { number: "+18002221222", what: "US: Poison Help" },
  { number: "+18009855990", what: "US: Disaster Distress Helpline" },
  { number: "+18006624357", what: "US: SAMHSA National Helpline" },
  { number: "+18007997233", what: "US: National Domestic Violence Hotline" },
  { number: "+18006564673", what: "US: National Sexual Assault Hotline" },
  { number: "+18338526262", what: "US: National Maternal Mental Health Hotline" },
  { number: "+18002324636", what: "US: CDC-INFO" },
  { number: "+18006334227", what: "US: Medicare" },
  { number: "+18007332767", what: "US: American Red Cross" },
  { number: "+448001111", what: "UK: Childline" },
];

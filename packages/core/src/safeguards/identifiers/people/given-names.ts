/** Common given names of several languages, without accents: behind `Patient` with a capital they tell a name from a title. */
export const givenNames: ReadonlySet<string> = new Set(
  [
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven",
    "paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric",
    "jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry",
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley",
    "kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy",
    "angela shirley anna brenda pamela emma nicole helen samantha katherine christine rachel carolyn janet catherine maria",
    "heather diane ruth julie olivia joyce virginia kelly lauren christina joan evelyn judith megan andrea hannah martha",
    "jose juan luis carlos jorge pedro manuel miguel francisco antonio javier alejandro rafael fernando ricardo eduardo",
    "carmen ana rosa josefa isabel dolores pilar teresa lucia guadalupe sofia valentina camila juana elena marta gabriela",
    "hans peter klaus wolfgang jurgen dieter manfred uwe ursula monika petra sabine renate ingrid karin erika heike anja",
    "jean pierre michel philippe alain jacques nathalie isabelle sylvie francoise martine camille chloe lea joao paulo",
    "giuseppe giovanni antonella giulia francesca ahmed mohammed muhammad fatima aisha omar ali wei li ming priya raj",
  ].flatMap((line) => line.split(" ")),
);

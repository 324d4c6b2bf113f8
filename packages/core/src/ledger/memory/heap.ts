/** What a heap holds. It keeps the place of each item in the item, so that any can be taken out without a search. */
export interface HeapItem {
  place: number;
}

/** Items of which the first one is always at hand; putting in and taking out take logarithmic time. */
export interface Heap<Item extends HeapItem> {
  first(): Item | undefined;
  add(item: Item): void;
  /** `item` must be in the heap, with nothing changed that `isBefore` looks at. */
  remove(item: Item): void;
}

export function createHeap<Item extends HeapItem>(isBefore: (one: Item, other: Item) => boolean): Heap<Item> {
  const items: Item[] = [];

  function put(item: Item, place: number): void {
    items[place] = item;
    item.place = place;
  }

  function rise(item: Item, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !isBefore(item, above)) break;
      put(above, place);
      place = parent;
    }
    put(item, place);
  }

  function sink(item: Item, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      let below = items[child];
      const right = items[child + 1];
      if (below !== undefined && right !== undefined && isBefore(right, below)) [child, below] = [child + 1, right];
      if (below === undefined || !isBefore(below, item)) break;
      put(below, place);
      place = child;
    }
    put(item, place);
  }

  return {
    first: () => items[0],
    add: (item) => rise(item, items.length),
    remove(item) {
      const last = items.pop();
      if (last === undefined || last === item) return;
      const { place } = item;
      sink(last, place);
      rise(last, last.place);
    },
  };
}

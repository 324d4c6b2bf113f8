/** Takes ids one by one and hands back the oldest once there are more than `count`. */
export function keepNewest(count: number, letGo: (id: string) => void): (id: string) => void {
  const ring: string[] = [];
  let oldest = 0;
  return (id) => {
    if (ring.length < count) {
      ring.push(id);
      return;
    }
    letGo(ring[oldest] ?? "");
    ring[oldest] = id;
    oldest = (oldest + 1) % count;
  };
}

/** Many may pass together, or one alone: a delivery that killed the node before is run with nothing beside it. */
export interface Gate {
  enter(): Promise<void>;
  leave(): void;
  /** Waits until all others have left, keeps newcomers out, runs the work. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  let inside = 0;
  let blocked: Promise<void> | undefined;
  let emptied: (() => void) | undefined;

  const enter = async (): Promise<void> => {
    while (blocked !== undefined) await blocked;
    inside += 1;
  };
  const leave = (): void => {
    inside -= 1;
    if (inside === 0) emptied?.();
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    while (blocked !== undefined) await blocked;
    let open = (): void => undefined;
    blocked = new Promise((resolve) => (open = resolve));
    try {
      if (inside > 0) await new Promise<void>((resolve) => (emptied = resolve));
      return await work();
    } finally {
      emptied = undefined;
      blocked = undefined;
      open();
    }
  };
  return { enter, leave, alone };
}

type Advice = {
  readonly recommended: string;
  readonly planned: string;
  readonly reason: string;
};

/** What is read of the risk of a plan or a release. */
export type RiskAnswer = {
  readonly classification: {
    readonly type: string;
    readonly tier: string;
    readonly changeType: string;
    readonly changeModel: string | null;
    readonly dataClasses: readonly string[];
    readonly reasons: readonly string[];
  };
  readonly score: number;
  readonly factors: readonly {
    readonly factor: string;
    readonly points: number;
    readonly reason: string;
  }[];
  readonly failureModes: readonly {
    readonly failure: string;
    readonly priorityNumber: number;
    readonly mitigation: string;
    readonly owner: string;
  }[];
  readonly path: string;
  readonly pathReasons: readonly string[];
  readonly delivery: {
    readonly model: Advice;
    readonly strategy: Advice;
    readonly departure: string | null;
  };
};

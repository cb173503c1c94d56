import type { SurveyAttributes } from "./askwell";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "askwell-survey": SurveyAttributes;
      "askwell-rating": SurveyAttributes;
    }
  }
}

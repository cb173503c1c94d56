import { useParams } from "react-router";

export function Article() {
  const { topic } = useParams();
  return (
    <article>
      <h1>Help: {topic}</h1>
      <askwell-rating topic={topic}></askwell-rating>
    </article>
  );
}

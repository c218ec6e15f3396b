import { mount, on } from "@sawtak/embed";
import { useEffect, useRef } from "react";

export const Feedback = ({ origin, entity, service, onSubmitted }) => {
  const place = useRef(null);
  useEffect(() => {
    mount(place.current, { origin, entity, service }).catch(console.warn);
  }, [origin, entity, service]);
  useEffect(() => on("submitted", ({ detail }) => onSubmitted?.(detail.reference)), [onSubmitted]);
  return <div ref={place} style={{ minHeight: 44 }} />;
};

// A photo is made small before it is kept: written anew, it carries neither the place where it was taken nor the camera.

const LONGEST_SIDE = 1600; // px: enough to read a notice on a wall
const QUALITY = 0.8;

export function dataAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

export async function madeSmall(file) {
  const picture = new Image();
  picture.src = await dataAddress(file);
  await picture.decode();
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Error("not a picture");
  return { id: randomId(), name: nameOf(file), blob, sent: false, note: "" };
}

const nameOf = (file) => `${(file.name || "photo").replace(/\.[^.]*$/, "").slice(0, 80)}.jpg`;

// Browsers of 2021 have no crypto.randomUUID: a random UUID of version 4 by hand.
export function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const isCustomElement = (name: string) => name.startsWith("askwell-");

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });

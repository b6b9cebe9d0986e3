import { existsSync, readdirSync } from 'node:fs';

const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Returns the environment in which a child process finds a Vulkan device: this one where a driver is installed,
 * with the SwiftShader of Debian's chromium where that is, or null (with a message) where there is none.
 */
export function vulkanEnvironment(): NodeJS.ProcessEnv | null {
  if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES) return process.env;
  if (existsSync(swiftShader))
    return {
      ...process.env,
      VK_ICD_FILENAMES: swiftShader,
      LD_LIBRARY_PATH: `/usr/lib/chromium:${process.env.LD_LIBRARY_PATH ?? ''}`
    };
  if (holds('/dev/dri', 'render') || holds('/usr/share/vulkan/icd.d', 'lvp')) return process.env;
  console.warn('skipped: no Vulkan device (install chromium or mesa-vulkan-drivers)');
  return null;
}

function holds(folder: string, prefix: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(prefix));
}

export {
  type Exporter,
  type ExportFormat,
  type ExportOptions,
  exportFigure,
  exportFormats,
  openExporter
} from './export-figure.ts';

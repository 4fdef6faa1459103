# Windows service of the server. Run as an administrator:
#   .\install-service.ps1 -Program C:\DtiWarehouse\DtiWarehouse.Server.exe -Data D:\DtiWarehouse
# Settings beyond DTIW_DATA (Warehouse__Provider, ConnectionStrings__Warehouse, ASPNETCORE_URLS, ...) go into the same value
# of the registry, one "NAME=value" a line; only administrators can read it.
param(
    [Parameter(Mandatory)] [string] $Program,
    [Parameter(Mandatory)] [string] $Data,
    [string[]] $Settings = @()
)
$ErrorActionPreference = 'Stop'
New-Item -ItemType Directory -Force -Path $Data | Out-Null
New-Service -Name DtiWarehouse -DisplayName 'DtiWarehouse' -Description 'Analytics warehouse of a province''s e-government work' `
    -BinaryPathName "`"$Program`" serve --contentRoot `"$Data`"" -StartupType Automatic | Out-Null
Set-ItemProperty -Path HKLM:\SYSTEM\CurrentControlSet\Services\DtiWarehouse -Name Environment -Type MultiString -Value (@("DTIW_DATA=$Data") + $Settings)
sc.exe failure DtiWarehouse reset= 86400 actions= restart/5000/restart/30000/restart/60000 | Out-Null
Start-Service DtiWarehouse
